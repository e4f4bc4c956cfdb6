import type { ByteSink } from "./byte-sink.ts";
import {
  BACKSLASH,
  CLOSE_BRACE,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  endError,
  keyError,
  skipColon,
  skipEscape,
  skipKey,
  skipSpace,
  skipValue,
  stringError,
} from "./json-scan.ts";
import type { CompiledPick, KeyTable } from "./pick.ts";

/** What was picked of one value: JSON to be parsed now, and the texts that are decoded on demand. */
export interface PickedParts {
  readonly json: ByteSink;
  readonly texts: readonly ByteSink[];
}

/**
 * Copies what `pick` names of the value at `position`, as JSON, and gives the position behind the value.
 * A value of another kind than the pick expects (a list where an object belongs) is copied as it is: readers judge it.
 */
export function copyPicked(bytes: Buffer, position: number, pick: CompiledPick, parts: PickedParts): number {
  if (pick.text === undefined) return copyValue(bytes, position, pick, parts);
  const end = pick.hasValue ? copyValue(bytes, position, pick, parts) : skipValue(bytes, position);
  parts.texts[pick.text]?.append(bytes, position, end);
  return end;
}

function copyValue(bytes: Buffer, position: number, pick: CompiledPick, parts: PickedParts): number {
  if (pick.members !== undefined && bytes[position] === OPEN_BRACE) {
    return copyMembers(bytes, position, pick.members, parts);
  }
  if (pick.each !== undefined && (bytes[position] === OPEN_BRACE || bytes[position] === OPEN_BRACKET)) {
    return copyEach(bytes, position, pick.each, parts);
  }
  const end = skipValue(bytes, position);
  parts.json.append(bytes, position, end);
  return end;
}

function copyMembers(bytes: Buffer, position: number, table: KeyTable, parts: PickedParts): number {
  const { json } = parts;
  json.push(OPEN_BRACE);
  const first = json.length;
  let at = skipSpace(bytes, position + 1);
  if (bytes[at] === CLOSE_BRACE) {
    json.push(CLOSE_BRACE);
    return at + 1;
  }
  for (;;) {
    // The key, looked up while its bytes are at hand.
    const keyStart = at;
    if (bytes[at++] !== QUOTE) throw keyError(keyStart);
    let hasEscape = false;
    for (;;) {
      const byte = bytes[at++]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        hasEscape = true;
        at = skipEscape(bytes, at);
      } else if (byte < SPACE) throw stringError(at - 1);
    }
    const keyEnd = at;
    const pick = hasEscape
      ? table.findByName(decodeString(bytes, keyStart, keyEnd))
      : table.find(bytes, keyStart + 1, keyEnd - 1);
    at = skipColon(bytes, at);

    if (pick === undefined) {
      at = skipValue(bytes, at);
    } else if (!pick.hasValue) {
      at = copyPicked(bytes, at, pick, parts);
    } else if (isEmptyValue(bytes, at)) {
      at = skipValue(bytes, at);
    } else {
      if (json.length > first) json.push(COMMA);
      json.append(bytes, keyStart, keyEnd);
      json.push(COLON);
      at = copyPicked(bytes, at, pick, parts);
    }

    if (bytes[at]! <= SPACE) at = skipSpace(bytes, at);
    if (bytes[at] === CLOSE_BRACE) {
      json.push(CLOSE_BRACE);
      return at + 1;
    }
    if (bytes[at] !== COMMA) throw endError(at);
    if (bytes[++at] === SPACE) at++;
    if (bytes[at]! <= SPACE) at = skipSpace(bytes, at);
  }
}

/** A project's own map (columns by name) or a list: every value by the same pick. */
function copyEach(bytes: Buffer, position: number, pick: CompiledPick, parts: PickedParts): number {
  const { json } = parts;
  const open = bytes[position]!;
  const close = open + 2;
  json.push(open);
  let at = skipSpace(bytes, position + 1);
  while (bytes[at] !== close) {
    if (open === OPEN_BRACE) {
      const keyStart = at;
      at = skipKey(bytes, at);
      json.append(bytes, keyStart, at);
    }
    at = skipSpace(bytes, copyPicked(bytes, at, pick, parts));
    if (bytes[at] === COMMA) {
      json.push(COMMA);
      at = skipSpace(bytes, at + 1);
      // A comma must not be the last thing: [1,] is not JSON.
      if (bytes[at] === close) throw endError(at);
    } else if (bytes[at] !== close) throw endError(at);
  }
  json.push(close);
  return at + 1;
}

/** null, "", [] or {}, which is how dbt writes that nothing was said. */
function isEmptyValue(bytes: Buffer, at: number): boolean {
  const next = bytes[at + 1];
  switch (bytes[at]) {
    case QUOTE:
      return next === QUOTE;
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return next === bytes[at] + 2;
    default:
      return bytes[at] === 0x6e;
  }
}

/** The string whose quotes lie at `start` and before `end`, escapes resolved. */
export function decodeString(bytes: Buffer, start: number, end: number): string {
  // The walk has checked that this is a JSON string.
  return JSON.parse(bytes.toString("utf8", start, end)) as string;
}
