import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { BatchFeed, BatchFile } from "@headwater/contracts";
import { IngestError } from "../errors.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { findLatestVersion, isSameContent, versionMetadata, versionName } from "./batch-object.ts";
import { prepareFile, type PreparedFile } from "./prepare-file.ts";
import { readSourceFile } from "./read-source-file.ts";

export interface LandBatchOptions {
  readonly feeds: readonly BatchFeed[];
  /** The data directory; a feed's file paths are below it. */
  readonly fromDir: string;
  readonly store: ObjectStore;
  readonly now: () => Date;
  /** Called after each file. */
  readonly onFile?: (file: LandedFile) => void;
}

/** What became of one file. */
export type LandedFile =
  | {
      readonly outcome: "landed" | "unchanged";
      readonly feed: string;
      readonly path: string;
      /** The object's name in the store. */
      readonly object: string;
      readonly version: number;
      readonly rows: number;
      readonly rowsWithErrors: number;
      readonly rowsWithRepeatedKey: number;
    }
  | {
      readonly outcome: "failed";
      readonly feed: string;
      readonly path: string;
      readonly error: IngestError;
    };

// Others may take the next version number at the same time; so many in a row mean that something is wrong.
const maxAttempts = 10;

/**
 * Lands every file of the given feeds, one object a version. A file whose bytes and prepared rows are those of
 * its newest version is left alone. A file that cannot be landed does not stop the others: look for the outcome
 * "failed". Errors of the store and of the contracts are thrown.
 */
export async function landBatch(options: LandBatchOptions): Promise<readonly LandedFile[]> {
  const landed: LandedFile[] = [];
  for (const feed of options.feeds) {
    for (const file of feed.files) {
      const result = await landOrReport(feed, file, options);
      options.onFile?.(result);
      landed.push(result);
    }
  }
  return landed;
}

async function landOrReport(
  feed: BatchFeed,
  file: BatchFile,
  options: LandBatchOptions,
): Promise<LandedFile> {
  try {
    const bytes = await readSourceFile(path.join(options.fromDir, file.path));
    return await landVersion(feed, file, prepareFile(feed, file, bytes), options);
  } catch (error) {
    if (error instanceof IngestError && error.code.startsWith("BATCH_")) {
      return { outcome: "failed", feed: feed.name, path: file.path, error };
    }
    throw error;
  }
}

async function landVersion(
  feed: BatchFeed,
  file: BatchFile,
  prepared: PreparedFile,
  { store, now }: LandBatchOptions,
): Promise<LandedFile> {
  const { rows, rowsWithErrors, rowsWithRepeatedKey } = prepared;
  const facts = { feed: feed.name, path: file.path, rows, rowsWithErrors, rowsWithRepeatedKey };
  const body = await promisify(gzip)(prepared.body);
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const latest = await findLatestVersion(store, feed.name, file);
    if (latest !== undefined && isSameContent(latest, prepared)) {
      return { outcome: "unchanged", ...facts, object: latest.name, version: latest.version };
    }
    const version = (latest?.version ?? 0) + 1;
    const object = versionName(feed.name, file, version);
    const creation = await store.create(object, body, versionMetadata(file, prepared, now()));
    if (creation === "created") return { outcome: "landed", ...facts, object, version };
  }
  throw new IngestError(
    "BATCH_VERSION_CONTENDED",
    `${file.path} could not be landed: each of ${maxAttempts} version numbers was taken by somebody else first.`,
    "Stop the other jobs that land this file, then run the command again.",
  );
}
