import type { StreamFeed } from "@headwater/contracts";

import type { LineKind, ProducedLine } from "../simulate/disturb-events.ts";
import { toFileEvent, type FileEvent } from "../source/file-events.ts";
import type { EventFile } from "./event-file.ts";

/** How many lines there were of each kind, and how many of them carry a planted pattern. */
export interface LineCounts {
  readonly all: number;
  readonly byKind: Readonly<Record<LineKind, number>>;
  readonly planted: number;
}

/** Counts lines as they pass, and writes down the ones that are not plain. */
export interface LineTally {
  /** The lines until the signal is aborted: those that were given are also to be written. */
  passing(lines: Iterable<ProducedLine>, signal: AbortSignal): Generator<ProducedLine>;
  /** Writes to the file of truths what came since the last time. */
  flush(): Promise<void>;
  counts(): LineCounts;
}

/**
 * Makes a tally. The file of truths gets one JSON object for each line that is not plain or has a planted pattern: the
 * line's number from 1, its kind, its key and the pattern.
 */
export function createLineTally(truths?: EventFile): LineTally {
  const byKind = { plain: 0, late: 0, duplicate: 0, malformed_json: 0, contract_violation: 0 };
  let all = 0;
  let planted = 0;
  let unwritten: string[] = [];
  return {
    *passing(lines, signal) {
      for (const line of lines) {
        if (signal.aborted) return;
        all += 1;
        byKind[line.kind] += 1;
        if (line.planted !== undefined) planted += 1;
        if (truths !== undefined && (line.kind !== "plain" || line.planted !== undefined)) {
          const { kind, key, planted: pattern } = line;
          unwritten.push(JSON.stringify({ line: all, kind, key, planted: pattern }));
        }
        yield line;
      }
    },
    flush: async () => {
      const written = unwritten;
      unwritten = [];
      if (written.length > 0) await truths?.write(written);
    },
    counts: () => ({ all, byKind: { ...byKind }, planted }),
  };
}

/** Lines as the events of their partitions. */
export async function* toFileEvents(
  lines: Iterable<ProducedLine>,
  feed: StreamFeed,
): AsyncGenerator<FileEvent> {
  for (const { text } of lines) yield toFileEvent(Buffer.from(text), feed);
}

/** Where lines are written to in chunks. */
export interface WriteLines {
  readonly lines: Iterable<ProducedLine>;
  readonly output: Pick<EventFile, "write">;
  readonly linesPerWrite: number;
  /** Waits until so many lines may be written. */
  readonly pace: (lineCount: number) => Promise<void>;
  readonly onProgress: (writtenCount: number) => void;
}

/** Writes lines to an output. Returns how many. */
export async function writeLines(options: WriteLines): Promise<number> {
  const { lines, output, linesPerWrite, pace, onProgress } = options;
  let writtenCount = 0;
  let chunk: string[] = [];
  const write = async (): Promise<void> => {
    await pace(chunk.length);
    await output.write(chunk);
    writtenCount += chunk.length;
    chunk = [];
    onProgress(writtenCount);
  };
  for (const { text } of lines) {
    chunk.push(text);
    if (chunk.length === linesPerWrite) await write();
  }
  if (chunk.length > 0) await write();
  return writtenCount;
}
