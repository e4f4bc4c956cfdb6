import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BatchFeed, BatchFile } from "@headwater/contracts";
import { IngestError } from "../errors.ts";
import { downloadFile, type Download, type Patience } from "./download-file.ts";
import type { FetchProgress } from "./request-file.ts";
import { findReshapeStep } from "./reshape-steps.ts";

export interface FetchBatchOptions extends Patience {
  readonly feeds: readonly BatchFeed[];
  /** The data directory; a feed's file paths are below it. */
  readonly toDir: string;
  /** The checksum that the publisher's content must have, hex, by the file's path. */
  readonly expectedSha256: ReadonlyMap<string, string>;
  readonly now: () => Date;
  readonly onProgress?: (path: string, progress: FetchProgress) => void;
  /** Called after each file. */
  readonly onFile?: (file: FetchedFile) => void;
}

/** What became of one file. Size and checksum are those of the publisher's content. */
export type FetchedFile =
  | (Download & { readonly feed: string; readonly path: string })
  | { readonly outcome: "failed"; readonly feed: string; readonly path: string; readonly error: IngestError };

/**
 * Downloads every file of the given feeds from its publisher into a folder, and reshapes those that the publisher
 * offers in another form. A file that cannot be fetched does not stop the others: look for the outcome "failed".
 */
export async function fetchBatch(options: FetchBatchOptions): Promise<readonly FetchedFile[]> {
  const fetched: FetchedFile[] = [];
  for (const feed of options.feeds) {
    for (const file of feed.files) {
      const result = await fetchOrReport(feed, file, options);
      options.onFile?.(result);
      fetched.push(result);
    }
  }
  return fetched;
}

async function fetchOrReport(
  feed: BatchFeed,
  file: BatchFile,
  options: FetchBatchOptions,
): Promise<FetchedFile> {
  try {
    return { feed: feed.name, path: file.path, ...(await fetchOne(file, options)) };
  } catch (error) {
    if (error instanceof IngestError) return { outcome: "failed", feed: feed.name, path: file.path, error };
    throw error;
  }
}

async function fetchOne(file: BatchFile, options: FetchBatchOptions): Promise<Download> {
  const target = path.join(options.toDir, file.path);
  const expectedSha256 = options.expectedSha256.get(file.path);
  const download = async (url: string, to: string): Promise<Download> =>
    await downloadFile({
      url,
      target: to,
      idleTimeoutMs: options.idleTimeoutMs,
      maxAttempts: options.maxAttempts,
      wait: options.wait,
      now: options.now,
      onProgress: (progress) => options.onProgress?.(file.path, progress),
      ...(expectedSha256 === undefined || url !== file.url ? {} : { expectedSha256 }),
    });
  if (file.reshape === undefined) return await download(file.url, target);

  const step = findReshapeStep(file.reshape);
  const contentPath = `${target}.publisher`;
  const lookupPath = `${target}.lookup`;
  const result = await download(file.url, contentPath);
  if (file.lookupUrl !== undefined) await download(file.lookupUrl, lookupPath);
  const text = step.reshape({
    content: await readFile(contentPath),
    lookup: file.lookupUrl === undefined ? undefined : await readFile(lookupPath),
  });
  await writeFile(`${target}.part`, text);
  await rename(`${target}.part`, target);
  return result;
}
