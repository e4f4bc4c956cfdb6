import type { StreamEvent } from "../simulate/stream-converter.ts";
import { openEventFile } from "./event-file.ts";

const eventsPerWrite = 5000;

/**
 * Writes events to a file, one JSON object a line. The file appears only when it is complete. Throws
 * PRODUCE_FILE_UNWRITABLE.
 */
export async function writeEvents(file: string, events: readonly StreamEvent[]): Promise<void> {
  const output = await openEventFile(file);
  try {
    for (let start = 0; start < events.length; start += eventsPerWrite) {
      const chunk = events.slice(start, start + eventsPerWrite);
      await output.write(chunk.map((event) => JSON.stringify(event)));
    }
    await output.finish();
  } finally {
    await output.discard();
  }
}
