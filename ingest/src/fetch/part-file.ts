import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** What is known of an unfinished download; only with this can it be resumed. */
const partState = z.object({ url: z.string(), etag: z.string() });

/** What is known of a finished download, kept beside the file. */
const fetchRecord = z.object({
  url: z.string(),
  fetchedAt: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  etag: z.string().optional(),
});
export type FetchRecord = z.infer<typeof fetchRecord>;

/** An unfinished download that may be resumed: the bytes that are there, of this version of the content. */
export interface ResumePoint {
  readonly offsetBytes: number;
  readonly etag: string;
}

/** The bytes of an unfinished download of `target`. */
export function partPath(target: string): string {
  return `${target}.part`;
}

/** Where a download of the URL can go on, or undefined if it has to begin anew. */
export async function findResumePoint(target: string, url: string): Promise<ResumePoint | undefined> {
  const state = await readJson(statePath(target), partState);
  const offsetBytes = await sizeOf(partPath(target));
  if (state?.url !== url || offsetBytes === 0) return undefined;
  return { offsetBytes, etag: state.etag };
}

/** Begins a download: removes what an earlier one left, and notes the content's version if it can be resumed. */
export async function beginPart(target: string, url: string, etag: string | undefined): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await dropPart(target);
  if (etag !== undefined) await writeFile(statePath(target), JSON.stringify({ url, etag }));
}

export async function dropPart(target: string): Promise<void> {
  await rm(partPath(target), { force: true });
  await rm(statePath(target), { force: true });
}

/** Gives a finished download its name, and writes its record. */
export async function finishPart(target: string, record: FetchRecord): Promise<void> {
  await rename(partPath(target), target);
  await writeFile(recordPath(target), `${JSON.stringify(record, undefined, 2)}\n`);
  await dropPart(target);
}

/** The record of the last download of `target`, if there is one. */
export async function readFetchRecord(target: string): Promise<FetchRecord | undefined> {
  return await readJson(recordPath(target), fetchRecord);
}

function statePath(target: string): string {
  return `${target}.part.json`;
}

function recordPath(target: string): string {
  return `${target}.fetched.json`;
}

async function sizeOf(file: string): Promise<number> {
  return await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** A file that is missing or was cut counts as absent: then the download only begins anew. */
async function readJson<Shape extends z.ZodType>(
  file: string,
  shape: Shape,
): Promise<z.infer<Shape> | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
