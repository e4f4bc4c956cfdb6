import path from "node:path";
import { readSourceFile } from "../batch/read-source-file.ts";
import type { Conversion } from "../simulate/stream-converter.ts";
import { findStreamConverter } from "../simulate/stream-converters.ts";

/**
 * Reads the publishers' files of a feed below `fromDir` and turns them into its events. Throws
 * PRODUCE_FEED_UNKNOWN, and the BATCH_ error of the first file that cannot be read: an event stream with a hole
 * that nobody sees would be worse than none.
 */
export async function convertFeed(feedName: string, fromDir: string): Promise<Conversion> {
  const converter = findStreamConverter(feedName);
  const files = [];
  for (const filePath of converter.paths) {
    files.push({ path: filePath, bytes: await readSourceFile(path.join(fromDir, filePath)) });
  }
  return converter.convert(files);
}
