import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { IngestError } from "../errors.ts";
import { dropPart, findResumePoint, finishPart, partPath, readFetchRecord } from "./part-file.ts";
import { requestFile, type FetchProgress } from "./request-file.ts";

/** How patient a download is. */
export interface Patience {
  /** Give up a request when no byte arrives for so long. */
  readonly idleTimeoutMs: number;
  /** Requests for one file, the first one included. */
  readonly maxAttempts: number;
  readonly wait: (durationMs: number) => Promise<void>;
}

export interface DownloadOptions extends Patience {
  readonly url: string;
  /** The file to write. While it is incomplete its bytes are in `<target>.part`. */
  readonly target: string;
  /** The checksum that the content must have, hex. */
  readonly expectedSha256?: string;
  readonly now: () => Date;
  readonly onProgress?: (progress: FetchProgress) => void;
}

export interface Download {
  readonly outcome: "fetched" | "unchanged";
  readonly sizeBytes: number;
  readonly sha256: string;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/**
 * Downloads a file. An interrupted download is resumed, now or by the next call, if the publisher names versions
 * of the content (ETag) and this is still the same one; otherwise it begins anew. A file that the publisher says
 * is unchanged is not sent again. The target appears only when it is complete, with `<target>.fetched.json`
 * beside it. Throws FETCH_REFUSED, FETCH_INTERRUPTED, FETCH_NOT_DATA,
 * FETCH_CHECKSUM_MISMATCH or FETCH_UNWRITABLE.
 */
export async function downloadFile(options: DownloadOptions): Promise<Download> {
  try {
    return await downloadInAttempts(options);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new IngestError(
      "FETCH_UNWRITABLE",
      `${options.target} cannot be written: ${error.message}.`,
      "Check the folder's permissions and the space on the disk, or name another folder with --to.",
      error,
    );
  }
}

async function downloadInAttempts(options: DownloadOptions): Promise<Download> {
  const { url, target, idleTimeoutMs, maxAttempts } = options;
  const onProgress = options.onProgress ?? (() => undefined);
  const present = await findPresent(options);
  let reason = "";
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const resume = await findResumePoint(target, url);
    const outcome = await requestFile({
      url,
      target,
      idleTimeoutMs,
      onProgress,
      ...(resume === undefined ? {} : { resume }),
      ...(present?.etag === undefined ? {} : { knownEtag: present.etag }),
    });
    if (outcome.kind === "unchanged" && present !== undefined)
      return { outcome: "unchanged", ...present.content };
    if (outcome.kind === "complete") return await finish(options, outcome.etag);
    reason =
      outcome.kind === "interrupted" ? outcome.reason : "the publisher says unchanged, but was not asked";
    const retryAfterMs = outcome.kind === "interrupted" ? outcome.retryAfterMs : undefined;
    if (attempt < maxAttempts) await options.wait(retryDelayMs(attempt, retryAfterMs));
  }
  throw new IngestError(
    "FETCH_INTERRUPTED",
    `${url} could not be fetched in ${maxAttempts} attempts; the last one failed because ${reason}.`,
    "Run the command again: it goes on where it stopped, if the publisher allows that.",
  );
}

/** The pause after a failed attempt: half a second, doubled each time, or what the publisher asks for. */
export function retryDelayMs(attempt: number, retryAfterMs?: number): number {
  return Math.min(longestDelayMs, Math.max(firstDelayMs * 2 ** (attempt - 1), retryAfterMs ?? 0));
}

/** A finished download that lies at the target already, if it is still what was downloaded. */
async function findPresent(
  options: DownloadOptions,
): Promise<{ readonly content: { sizeBytes: number; sha256: string }; readonly etag?: string } | undefined> {
  const record = await readFetchRecord(options.target);
  if (record?.url !== options.url || record.etag === undefined) return undefined;
  const content = await measure(options.target).catch(() => undefined);
  const expected = options.expectedSha256?.toLowerCase() ?? record.sha256;
  if (content?.sha256 !== record.sha256 || content.sha256 !== expected) return undefined;
  return { content, etag: record.etag };
}

async function finish(options: DownloadOptions, etag: string | undefined): Promise<Download> {
  const { url, target, expectedSha256 } = options;
  const content = await measure(partPath(target));
  if (expectedSha256 !== undefined && content.sha256 !== expectedSha256.toLowerCase()) {
    await dropPart(target);
    throw new IngestError(
      "FETCH_CHECKSUM_MISMATCH",
      `${url} has the SHA-256 ${content.sha256}, expected ${expectedSha256.toLowerCase()}.`,
      "The publisher changed the file, or somebody did on the way. Look at it before you accept the new checksum.",
    );
  }
  const fetchedAt = options.now().toISOString();
  await finishPart(target, { url, fetchedAt, ...content, ...(etag === undefined ? {} : { etag }) });
  return { outcome: "fetched", ...content };
}

async function measure(file: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return { sizeBytes: (await stat(file)).size, sha256: hash.digest("hex") };
}
