import { timestampTZValueFromDate, type DuckDBValue } from "@duckdb/node-api";

import { IngestError } from "../errors.ts";
import type { SegmentId } from "../landing/segment-name.ts";
import type { BatchVersionId } from "./landed-object.ts";
import { rawMembers } from "./raw-members.ts";

/** The values of one row, in the order of `bronzeColumns`. */
export type BronzeRow = readonly DuckDBValue[];

/** What all rows of one load of an object share. */
export interface RowContext {
  readonly object: string;
  readonly loadedAt: Date;
}

/**
 * The rows of a segment's lines. A payload goes in as the text that was landed; a tombstone's is null. A key that is
 * not UTF-8 stays in the segment, and `_key` is null. Throws LOAD_OBJECT_INVALID.
 */
export function segmentRows(
  lines: readonly string[],
  { topic, epoch, partition }: SegmentId,
  { object, loadedAt }: RowContext,
): readonly BronzeRow[] {
  const loadedAtValue = timestampTZValueFromDate(loadedAt);
  return lines.map((line) => {
    const members = readMembers(line, object);
    const timestampMs = Number(members.get("timestamp"));
    return [
      topic,
      epoch,
      partition,
      BigInt(members.get("offset") ?? ""),
      // Kafka's -1 says that there is no time.
      timestampMs === -1 ? null : timestampTZValueFromDate(new Date(timestampMs)),
      readText(members.get("key")),
      members.get("headers") ?? null,
      nullToNothing(members.get("value")),
      members.get("errors") ?? null,
      object,
      loadedAtValue,
    ];
  });
}

/** The rows of a batch version's lines. Throws LOAD_OBJECT_INVALID. */
export function batchRows(
  lines: readonly string[],
  { file, version }: BatchVersionId,
  source: { readonly url: string; readonly landedAt: Date },
  { object, loadedAt }: RowContext,
): readonly BronzeRow[] {
  const landedAtValue = timestampTZValueFromDate(source.landedAt);
  const loadedAtValue = timestampTZValueFromDate(loadedAt);
  return lines.map((line) => {
    const members = readMembers(line, object);
    return [
      file,
      version,
      BigInt(members.get("row") ?? ""),
      members.get("value") ?? null,
      members.get("errors") ?? null,
      object,
      source.url,
      landedAtValue,
      loadedAtValue,
    ];
  });
}

function readMembers(line: string, object: string): ReadonlyMap<string, string> {
  const members = line.startsWith("{") ? rawMembers(line) : undefined;
  if (members?.has("value") && (isDigits(members.get("offset")) || isDigits(members.get("row")))) {
    return members;
  }
  throw new IngestError(
    "LOAD_OBJECT_INVALID",
    `a line of ${object} is not a landed row`,
    "Restore the object from a copy; it was changed after it was written.",
  );
}

function isDigits(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text);
}

function readText(json: string | undefined): string | null {
  if (json === undefined) return null;
  const value: unknown = JSON.parse(json);
  return typeof value === "string" ? value : null;
}

function nullToNothing(json: string | undefined): string | null {
  return json === undefined || json === "null" ? null : json;
}
