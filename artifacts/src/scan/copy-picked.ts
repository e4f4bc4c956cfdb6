import type { ByteSink } from "./byte-sink.ts";
import { FAILED, fail, skipColon, skipEscape, skipKey, skipSpace, skipValue } from "./json-scan.ts";
import type { CompiledPick, KeyTable } from "./pick.ts";
import type { PickedParts } from "./picked-parts.ts";

/**
 * Copies what `pick` names of the value at `position`, as JSON, and gives the position behind the value or FAILED.
 * A value of another kind than the pick expects (a list where an object belongs) is copied as it is: readers judge it.
 * Bytes are written as numbers for the reason that json-scan.ts gives, where they are listed.
 */
export function copyPicked(bytes: Buffer, position: number, pick: CompiledPick, parts: PickedParts): number {
  if (pick.text === undefined) return copyValue(bytes, position, pick, parts);
  const end = pick.hasValue ? copyValue(bytes, position, pick, parts) : skipValue(bytes, position);
  if (end >= 0) parts.addText(pick.text, bytes, position, end);
  return end;
}

function copyValue(bytes: Buffer, position: number, pick: CompiledPick, parts: PickedParts): number {
  const first = bytes[position];
  if (pick.members !== undefined && first === 0x7b) return copyMembers(bytes, position, pick.members, parts);
  if (pick.each !== undefined && (first === 0x7b || first === 0x5b))
    return copyEach(bytes, position, pick.each, parts);
  const end = skipValue(bytes, position);
  if (end >= 0) parts.json.append(bytes, position, end);
  return end;
}

function copyMembers(bytes: Buffer, position: number, table: KeyTable, parts: PickedParts): number {
  const { json } = parts;
  json.push(0x7b);
  const first = json.length;
  let at = skipSpace(bytes, position + 1);
  if (bytes[at] === 0x7d) {
    json.push(0x7d);
    return at + 1;
  }
  walk: for (;;) {
    const keyStart = at;
    if (bytes[at] !== 0x22) break;
    let hasEscape = false;
    for (;;) {
      const byte = bytes[++at]!;
      if (byte === 0x22) break;
      if (byte === 0x5c) {
        hasEscape = true;
        at = skipEscape(bytes, at + 1) - 1;
        if (at < 0) return FAILED;
      } else if (byte < 0x20) break walk;
    }
    const keyEnd = at + 1;
    const pick = hasEscape
      ? table.findByName(decodeString(bytes, keyStart, keyEnd))
      : table.find(bytes, keyStart + 1, at);
    at = skipColon(bytes, keyEnd);
    if (at < 0) return FAILED;

    if (pick === undefined) {
      at = skipValue(bytes, at);
    } else if (!pick.hasValue) {
      at = copyPicked(bytes, at, pick, parts);
    } else {
      if (json.length > first) json.push(0x2c);
      // The key with its colon and the spaces around it.
      json.append(bytes, keyStart, at);
      at = isEmptyValue(bytes, at) ? copyAsNull(bytes, at, json) : copyPicked(bytes, at, pick, parts);
    }
    if (at < 0) return FAILED;

    at = skipSpace(bytes, at);
    if (bytes[at] === 0x7d) {
      json.push(0x7d);
      return at + 1;
    }
    if (bytes[at] !== 0x2c) break;
    at = skipSpace(bytes, at + 1);
  }
  return fail(at);
}

/** A project's own map (columns by name) or a list: every value by the same pick. */
function copyEach(bytes: Buffer, position: number, pick: CompiledPick, parts: PickedParts): number {
  const { json } = parts;
  const open = bytes[position]!;
  const close = open + 2;
  json.push(open);
  let at = skipSpace(bytes, position + 1);
  while (bytes[at] !== close) {
    if (open === 0x7b) {
      const keyStart = at;
      at = skipKey(bytes, at);
      if (at < 0) return FAILED;
      json.append(bytes, keyStart, at);
    }
    at = copyPicked(bytes, at, pick, parts);
    if (at < 0) return FAILED;
    at = skipSpace(bytes, at);
    if (bytes[at] === 0x2c) {
      json.push(0x2c);
      at = skipSpace(bytes, at + 1);
      // A comma must not be the last thing: [1,] is not JSON.
      if (bytes[at] === close) return fail(at);
    } else if (bytes[at] !== close) return fail(at);
  }
  json.push(close);
  return at + 1;
}

const NULL = Buffer.from("null");

/**
 * Empty values become null rather than nothing, so that all objects of a kind keep the same keys in the same order: the
 * JavaScript engine parses and reads such objects several times as fast.
 */
function copyAsNull(bytes: Buffer, position: number, json: ByteSink): number {
  json.append(NULL, 0, NULL.length);
  return skipValue(bytes, position);
}

/** null, "", [] or {}, which is how dbt writes that nothing was said. */
function isEmptyValue(bytes: Buffer, at: number): boolean {
  const first = bytes[at]!;
  if (first === 0x6e) return true;
  if (first === 0x22) return bytes[at + 1] === 0x22;
  return (first === 0x7b || first === 0x5b) && bytes[at + 1] === first + 2;
}

/** The string whose quotes lie at `start` and before `end`, escapes resolved. */
export function decodeString(bytes: Buffer, start: number, end: number): string {
  // The walk has checked that this is a JSON string.
  return JSON.parse(bytes.toString("utf8", start, end)) as string;
}
