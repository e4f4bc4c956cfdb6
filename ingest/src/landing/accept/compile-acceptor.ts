import type { StreamFeed } from "@headwater/contracts";

import { isExactNumber } from "../scan-json.ts";
import { valuePattern } from "./value-pattern.ts";

/** Above it, the memory that a regular expression needs might not do. */
const maxPayloadBytes = 256 * 1024;

/** Says at a glance that a payload is clean, or that it is not sure. */
export interface Acceptor {
  /**
   * Whether the payload certainly is JSON that keeps the contract, that every engine reads alike, and that has neither
   * unknown fields nor line breaks. False only means that it is not certain. The payload must be UTF-8.
   */
  accepts(payload: Buffer): boolean;
  /** Shows it the value of a clean payload of which it was not sure, so that it knows the order of the members. */
  learn(value: unknown): void;
}

/**
 * An acceptor for the payloads of one feed: the contract as one regular expression, which takes a fifth of the time
 * that it takes to build the value and validate it.
 */
export function compileAcceptor(feed: Pick<StreamFeed, "schema">, maxDepth: number): Acceptor {
  const compile = (example: unknown): RegExp =>
    new RegExp(`^${valuePattern(feed.schema, example, { depth: maxDepth, isRepeated: false })}$`);
  let expression = compile(undefined);
  let shown = 0;
  let nextLesson = 1;
  return {
    accepts(payload) {
      if (payload.byteLength > maxPayloadBytes) return false;
      // A character for each byte.
      const found = expression.exec(payload.toString("latin1"));
      return found !== null && (found.length === 1 || hasExactNumbers(found));
    },
    learn(value) {
      shown++;
      // Less and less often: there may be other reasons why it is not sure.
      if (shown < nextLesson) return;
      nextLesson *= 2;
      const learned = compile(value);
      if (learned.source !== expression.source) expression = learned;
    },
  };
}

/** What is captured are the numbers that are too long to be exact in any case. */
function hasExactNumbers([, ...numbers]: readonly (string | undefined)[]): boolean {
  return numbers.every(
    // Most programs write the shortest decimal that gives the double back, which is tried first.
    (number) => number === undefined || String(Number(number)) === number || isExactNumber(number),
  );
}
