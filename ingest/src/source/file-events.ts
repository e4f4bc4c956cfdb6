import { createReadStream } from "node:fs";

import type { StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import { partitionForKey } from "./partition-for-key.ts";

/** One event of a file, as it is written to its partition: by the file source and by `headwater produce` alike. */
export interface FileEvent {
  readonly partition: number;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
}

/** The part of a feed that decides how an event is keyed and timed. */
export type FileFeed = Pick<StreamFeed, "key" | "eventTime" | "recordTime" | "partitions">;

const noTimestampMs = -1;
const maxLineBytes = 64 * 1024 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
// A time without an offset would depend on the machine's time zone.
const absoluteTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

/**
 * The events of a file with one JSON event a line, in the file's order. A line that is no JSON object has no key and
 * no time, and is passed on as it is: landing decides about it. Blank lines are no events.
 */
export async function* readFileEvents(path: string, feed: FileFeed): AsyncGenerator<FileEvent> {
  for await (const line of readLines(path)) {
    if (!isBlank(line)) yield toFileEvent(line, feed);
  }
}

/** A line as the event that it becomes in its partition. */
export function toFileEvent(line: Buffer, feed: FileFeed): FileEvent {
  const { key, timestampMs } = keyAndTime(line, feed);
  return { partition: partitionForKey(key, feed.partitions), key, timestampMs, value: line };
}

function keyAndTime(line: Buffer, feed: FileFeed): Pick<FileEvent, "key" | "timestampMs"> {
  let event: unknown;
  try {
    event = JSON.parse(line.toString("utf8"));
  } catch {
    return { key: null, timestampMs: noTimestampMs };
  }
  const read = (name: string): unknown =>
    event !== null && typeof event === "object" ? new Map(Object.entries(event)).get(name) : undefined;
  const key = read(feed.key);
  const time = read(feed.recordTime ?? feed.eventTime);
  return {
    key: typeof key === "string" || typeof key === "number" ? Buffer.from(String(key)) : null,
    timestampMs:
      typeof time === "string" && absoluteTime.test(time) ? Date.parse(time) || noTimestampMs : noTimestampMs,
  };
}

/** The lines of a file without their line breaks. Only one line and one chunk are in memory. */
async function* readLines(path: string): AsyncGenerator<Buffer> {
  let rest: readonly Buffer[] = [];
  let restBytes = 0;
  let isFirst = true;
  const finish = (parts: readonly Buffer[]): Buffer => {
    const line = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    const withoutMark = isFirst && line.subarray(0, 3).equals(byteOrderMark) ? line.subarray(3) : line;
    isFirst = false;
    return withoutMark.at(-1) === carriageReturn ? withoutMark.subarray(0, -1) : withoutMark;
  };
  for await (const chunk of chunksOf(path)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      yield finish([...rest, chunk.subarray(start, end)]);
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    restBytes += chunk.length - start;
    if (restBytes > maxLineBytes) throw lineTooLong(path);
    rest = [...rest, chunk.subarray(start)];
  }
  if (restBytes > 0) yield finish(rest);
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      // Without an encoding a file stream gives buffers.
      yield chunk as Buffer;
    }
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new IngestError(
      "INGEST_SOURCE_UNREADABLE",
      `Cannot read the events of ${path}: ${error.message}.`,
      "Give a file with one JSON event on each line, one that this user may read.",
      error,
    );
  }
}

function lineTooLong(path: string): IngestError {
  return new IngestError(
    "INGEST_SOURCE_UNREADABLE",
    `${path} has a line of more than ${maxLineBytes} bytes.`,
    "Give a file with one JSON event on each line; a JSON array over many lines is not read.",
  );
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === carriageReturn);
}
