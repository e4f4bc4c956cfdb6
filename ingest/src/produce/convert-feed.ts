import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { readSourceFile } from "../batch/read-source-file.ts";
import { IngestError } from "../errors.ts";
import type { Conversion, StreamConverter } from "../simulate/stream-converter.ts";
import { findStreamConverter } from "../simulate/stream-converters.ts";

/**
 * Reads the publishers' files of a feed below `from` and turns them into its events. `from` may also be one CSV file
 * of a feed that has any number of them. Throws PRODUCE_FEED_UNKNOWN, and the BATCH_ error of the first file that
 * cannot be read: an event stream with a hole that nobody sees would be worse than none.
 */
export async function convertFeed(feedName: string, from: string): Promise<Conversion> {
  const converter = findStreamConverter(feedName);
  const files = [];
  for (const { name, place } of await listFiles(converter, from)) {
    files.push({ path: name, bytes: await readSourceFile(place) });
  }
  return converter.convert(files);
}

interface ListedFile {
  /** As it is named in messages. */
  readonly name: string;
  readonly place: string;
}

async function listFiles({ files }: StreamConverter, from: string): Promise<readonly ListedFile[]> {
  if ("paths" in files) return files.paths.map((name) => ({ name, place: path.join(from, name) }));
  if (await isFile(from)) return [{ name: path.basename(from), place: from }];
  const folder = path.join(from, files.folder);
  const found = await readdir(folder).catch(() => []);
  const names = found.filter((name) => name.endsWith(files.suffix)).sort();
  if (names.length === 0) {
    throw new IngestError(
      "BATCH_FILE_MISSING",
      `${folder} has no file whose name ends in ${files.suffix}.`,
      `Name with --from the folder in which ${files.folder} lies, or one CSV file.`,
    );
  }
  return names.map((name) => ({ name: path.join(files.folder, name), place: path.join(folder, name) }));
}

async function isFile(place: string): Promise<boolean> {
  return await stat(place).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
