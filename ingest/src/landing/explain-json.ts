import type { Violation } from "@headwater/contracts";

import { endOfNumber, endOfString, isExactNumber, tokenText } from "./scan-json.ts";

/** Names come from the payload, and paths go into every line's errors. */
const maxNameLength = 80;

interface Container {
  readonly path: string;
  /** The names seen so far; undefined for an array. */
  readonly names: Set<string> | undefined;
  /** Where the next value stands. */
  valuePath: string;
  index: number;
}

/**
 * Names the places in a valid JSON text where engines would disagree: names that occur twice in one object, and
 * numbers that are not exact. Slower than `scanJson`, which tells whether there are any. Not for deep nesting.
 */
export function explainJson(bytes: Uint8Array): readonly Violation[] {
  const violations: Violation[] = [];
  const open: Container[] = [];
  let isName = false;
  for (let at = 0; at < bytes.length; at++) {
    const container = open.at(-1);
    const character = String.fromCharCode(bytes[at] ?? 0);
    if (character === "{" || character === "[") {
      const path = container?.valuePath ?? "";
      const isObject = character === "{";
      open.push({ path, names: isObject ? new Set() : undefined, valuePath: below(path, "0"), index: 0 });
      isName = isObject;
    } else if (character === "}" || character === "]") {
      open.pop();
      isName = false;
    } else if (character === "," && container) {
      isName = container.names !== undefined;
      container.index++;
      if (!container.names) container.valuePath = below(container.path, String(container.index));
    } else if (character === '"') {
      const end = endOfString(bytes, at).at;
      if (isName && container?.names) {
        // The token is a string of JSON, with its quotes.
        const name = JSON.parse(utf8(bytes, at, end + 1)) as string;
        container.valuePath = below(container.path, name);
        if (container.names.has(name)) violations.push(duplicateName(container.valuePath));
        container.names.add(name);
        isName = false;
      }
      at = end;
    } else if (character === "-" || (character >= "0" && character <= "9")) {
      const end = endOfNumber(bytes, at);
      if (!isExactNumber(tokenText(bytes, at, end)))
        violations.push(inexactNumber(container?.valuePath ?? ""));
      at = end - 1;
    }
  }
  return violations;
}

function duplicateName(field: string): Violation {
  return {
    field,
    rule: "duplicate_key",
    message: "occurs more than once in its object, and engines take different ones",
  };
}

function inexactNumber(field: string): Violation {
  return {
    field,
    rule: "inexact_number",
    message: "is neither a 64-bit integer nor exactly a double, and engines round it differently",
  };
}

function below(path: string, name: string): string {
  const short = name.length > maxNameLength ? `${name.slice(0, maxNameLength)}...` : name;
  return path === "" ? short : `${path}.${short}`;
}

function utf8(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("utf8");
}
