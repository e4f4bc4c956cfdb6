import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

import { compileValidator, type StreamFeed, type Violation } from "@headwater/contracts";

import { compileAcceptor, type Acceptor } from "./accept/compile-acceptor.ts";
import type { PreparedPayload } from "./envelope.ts";
import { explainJson } from "./explain-json.ts";
import type { DeadReason } from "./landed-record.ts";
import { scanJson, type JsonFacts } from "./scan-json.ts";
import { compileUnknownFields } from "./unknown-fields.ts";

/** Deeper than any contract; Spark's JSON reader gives up at 1,000 levels, others earlier. */
const maxJsonDepth = 64;
/** Half of what DuckDB reads as one line and Snowflake holds in one VARIANT (16 MiB). */
export const defaultMaxRecordBytes = 8 * 1024 * 1024;

/** One bad array can break its contract a million times. */
const maxErrors = 20;

/** A payload as it goes into the envelope, or the reason why it cannot. */
export type Judgement =
  | (PreparedPayload & { readonly unknownFields: readonly string[]; readonly deadReason?: undefined })
  | { readonly deadReason: DeadReason; readonly detail: string };

/**
 * A function that judges the payloads of one feed. A payload that no line of JSON can hold is dead. Everything else
 * lands with its own bytes; `errors` says how it breaks its contract, or where engines would read it differently. What
 * the acceptor accepts is not looked at any further.
 */
export function compileJudge(
  feed: StreamFeed,
  maxRecordBytes: number,
  acceptor: Acceptor = compileAcceptor(feed, maxJsonDepth),
): (payload: Uint8Array | null) => Judgement {
  const validate = compileValidator(feed);
  const findUnknown = compileUnknownFields(feed.fields);
  return (payload) => {
    if (payload === null) return { value: null, errors: [], unknownFields: [] };
    if (payload.byteLength > maxRecordBytes) {
      return {
        deadReason: "too_large",
        detail: `${payload.byteLength} bytes, at most ${maxRecordBytes} are landed`,
      };
    }
    if (acceptor.accepts(view(payload))) return { value: payload, errors: [], unknownFields: [] };
    if (!isUtf8(payload)) return { deadReason: "not_utf8", detail: "the payload is not UTF-8" };
    const parsed = parseJson(payload);
    if ("problem" in parsed) return { deadReason: "not_json", detail: parsed.problem };
    const facts = scanJson(payload);
    if (facts.hasLoneSurrogate) {
      return {
        deadReason: "lone_surrogate",
        detail: "a string has half of a surrogate pair, which is no character",
      };
    }
    const errors = [...findDisagreements(payload, parsed.value, facts), ...validate(parsed.value)];
    const unknownFields = findUnknown(parsed.value);
    if (errors.length === 0 && unknownFields.length === 0 && !facts.hasLineBreaks)
      acceptor.learn(parsed.value);
    return {
      ...(facts.hasLineBreaks ? withoutLineBreaks(payload) : { value: payload }),
      errors: errors.length > maxErrors ? atMost(errors) : errors,
      unknownFields,
    };
  };
}

function parseJson(payload: Uint8Array): { readonly value: unknown } | { readonly problem: string } {
  if (payload.byteLength === 0) return { problem: "the payload is empty" };
  try {
    return {
      value: JSON.parse(view(payload).toString("utf8")),
    };
  } catch {
    // The parser's own message repeats a part of the payload.
    return { problem: "the payload is not JSON" };
  }
}

/** Where engines would read a payload differently. */
function findDisagreements(payload: Uint8Array, value: unknown, facts: JsonFacts): readonly Violation[] {
  // A path into deep nesting would be as long as the payload.
  if (facts.depth > maxJsonDepth) return [tooDeep(facts.depth)];
  const hasRepeatedName = facts.members !== countMembers(value);
  return facts.hasInexactNumber || hasRepeatedName ? explainJson(payload) : [];
}

/** The names in all objects of a parsed value. Fewer than the text has means that some name is repeated. */
function countMembers(value: unknown): number {
  let members = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === null || typeof next !== "object") continue;
    const inner: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const item of inner) if (item !== null && typeof item === "object") open.push(item);
  }
  return members;
}

/** In valid JSON a line break only stands between tokens, where a space means the same. */
function withoutLineBreaks(payload: Uint8Array): Pick<PreparedPayload, "value" | "original"> {
  const sha256 = createHash("sha256").update(payload).digest("hex");
  return {
    value: payload.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)),
    original: { sizeBytes: payload.byteLength, sha256 },
  };
}

function atMost(errors: readonly Violation[]): readonly Violation[] {
  const left = errors.length - maxErrors;
  return [
    ...errors.slice(0, maxErrors),
    { field: "", rule: "more", message: `${left} more violations are not listed` },
  ];
}

function tooDeep(depth: number): Violation {
  return {
    field: "",
    rule: "nesting",
    message: `is nested ${depth} levels deep, and engines read at most ${maxJsonDepth} alike`,
  };
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
