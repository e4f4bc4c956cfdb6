import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** An object as the store gives it back. */
export interface StoredFile {
  readonly name: string;
  readonly body: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

interface ListAnswer {
  readonly items?: readonly { readonly name: string; readonly metadata?: Record<string, string> }[];
  readonly nextPageToken?: string;
}

/** Names and metadata of the objects of a bucket below a prefix, by plain HTTP and without any code of Headwater's. */
export async function listBucket(
  endpoint: string,
  bucket: string,
  prefix: string,
): Promise<readonly Omit<StoredFile, "body">[]> {
  const listed: Omit<StoredFile, "body">[] = [];
  let pageToken = "";
  do {
    const query = new URLSearchParams({ prefix, maxResults: "500", ...(pageToken && { pageToken }) });
    const answer = await get(`${endpoint}/storage/v1/b/${bucket}/o?${query.toString()}`);
    const page = (await answer.json()) as ListAnswer;
    for (const { name, metadata = {} } of page.items ?? [])
      listed.push({ name: name.slice(prefix.length), metadata });
    pageToken = page.nextPageToken ?? "";
  } while (pageToken !== "");
  return listed;
}

/** Every object of a bucket below a prefix, read whole. */
export async function readBucket(
  endpoint: string,
  bucket: string,
  prefix: string,
): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { name, metadata } of await listBucket(endpoint, bucket, prefix)) {
    const answer = await get(
      `${endpoint}/storage/v1/b/${bucket}/o/${encodeURIComponent(prefix + name)}?alt=media`,
    );
    files.push({ name, metadata, body: Buffer.from(await answer.arrayBuffer()) });
  }
  return files;
}

/** Every object of a local store: a folder with `body` and `metadata.json`. */
export async function readStoreFolder(root: string): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.name !== "body") continue;
    const folder = entry.parentPath;
    const name = relative(root, folder).replaceAll("\\", "/");
    if (name.startsWith(".")) continue;
    const facts = JSON.parse(await readFile(join(folder, "metadata.json"), "utf8")) as {
      readonly metadata: Record<string, string>;
    };
    files.push({ name, body: await readFile(join(folder, "body")), metadata: facts.metadata });
  }
  return files;
}

async function get(url: string): Promise<Response> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  return answer;
}
