import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { IngestError } from "../errors.ts";
import type { StreamEvent } from "../simulate/stream-converter.ts";

const eventsPerWrite = 5000;

/**
 * Writes events to a file, one JSON object a line. The file appears only when it is complete. Throws
 * PRODUCE_FILE_UNWRITABLE.
 */
export async function writeEvents(file: string, events: readonly StreamEvent[]): Promise<void> {
  const part = `${file}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeLines(part, events);
    await rename(part, file);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new IngestError(
      "PRODUCE_FILE_UNWRITABLE",
      `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Check the folder's permissions and the space on the disk, or name another file with --out.",
      cause,
    );
  }
}

async function writeLines(file: string, events: readonly StreamEvent[]): Promise<void> {
  const handle = await open(file, "w");
  try {
    for (let start = 0; start < events.length; start += eventsPerWrite) {
      const lines = events.slice(start, start + eventsPerWrite).map((event) => `${JSON.stringify(event)}\n`);
      await handle.writeFile(lines.join(""));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
