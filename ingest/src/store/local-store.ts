import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { IngestError } from "../errors.ts";
import { crc32cBase64 } from "./crc32c.ts";
import { checkObjectName, type ListedObject, type ObjectFacts, type ObjectStore } from "./object-store.ts";

/** Being built here, an object has no name yet. The leading dot keeps the folder out of every listing. */
const stagingFolder = ".tmp";
/** What a killed writer left in the staging folder is removed when it is as old as no writer can be. */
const leftoverAgeMs = 24 * 3_600_000;
/** The file system's refusals that may pass: a full disk, too many open files, a network share that is away. */
const passingCodes = [
  "EAGAIN",
  "EBUSY",
  "EDQUOT",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOSPC",
  "ESTALE",
  "ETIMEDOUT",
];

/**
 * A folder as an object store. An object is a folder with the files `body` and `metadata.json`: it is built and
 * flushed aside, then renamed to its name, which fails if the name is taken. That rename is the one atomic
 * "create both files, or neither, if absent" that a file system offers.
 */
export function openLocalStore(folder: string, newId: () => string = randomUUID): ObjectStore {
  const root = resolve(folder);
  let cleaned: Promise<void> | undefined;

  return {
    location: root,

    async create(name, body, metadata) {
      checkObjectName(name);
      const target = join(root, name);
      const staged = join(root, stagingFolder, newId());
      return await explained("write", name, async () => {
        if (await readFacts(target)) return "exists";
        await mkdir(staged, { recursive: true });
        await (cleaned ??= removeLeftovers(join(root, stagingFolder), Date.now() - leftoverAgeMs));
        try {
          const facts: ObjectFacts = { metadata, sizeBytes: body.byteLength, crc32c: crc32cBase64(body) };
          await writeDurably(join(staged, "body"), body);
          await writeDurably(join(staged, "metadata.json"), `${JSON.stringify(facts, undefined, 2)}\n`);
          await flushFolder(staged);
          await makeFolder(root, dirname(target));
          if (!(await renameIfAbsent(staged, target))) return "exists";
          await flushFolder(dirname(target));
          return "created";
        } finally {
          await rm(staged, { recursive: true, force: true });
        }
      });
    },

    async read(name) {
      checkObjectName(name);
      return await explained("read", name, async () => {
        const facts = await readFacts(join(root, name));
        if (!facts) {
          throw new IngestError(
            "STORE_OBJECT_MISSING",
            `There is no object ${name} in ${root}.`,
            "Objects are never deleted by Headwater: find out who removed it, or name another store.",
          );
        }
        const body = await readFile(join(root, name, "body"));
        if (body.byteLength !== facts.sizeBytes || crc32cBase64(body) !== facts.crc32c) {
          throw new IngestError(
            "STORE_OBJECT_CORRUPT",
            `The object ${name} in ${root} does not match its checksum: found ${body.byteLength} bytes ` +
              `with CRC32C ${crc32cBase64(body)}, expected ${facts.sizeBytes} with ${facts.crc32c}.`,
            "Restore the object's folder from a copy; it was changed after it was written.",
          );
        }
        return { body, metadata: facts.metadata };
      });
    },

    async stat(name) {
      checkObjectName(name);
      return await explained("read", name, () => readFacts(join(root, name)));
    },

    async *list(prefix, from = "") {
      const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
      for await (const object of walk(root, folder, from)) {
        if (object.name.startsWith(prefix) && object.name >= from) yield object;
      }
    },
  };
}

/** Every object below a folder, given as "" or a path that ends with "/", in the order of the full names. */
async function* walk(root: string, folder: string, from: string): AsyncGenerator<ListedObject> {
  const entries = await explained("list", folder, () => readFolder(join(root, folder)));
  const children = [];
  for (const entry of entries) {
    if (entry.startsWith(".")) continue;
    // Names are ASCII, so they compare as their bytes do. Below a folder whose name comes earlier all names do.
    if (folder + entry < from && !from.startsWith(folder + entry)) continue;
    const facts = await explained("list", folder + entry, () => readFacts(join(root, folder, entry)));
    // A folder of objects sorts as its objects' names do, which go on with a slash.
    children.push({ entry, facts, sortKey: facts ? entry : `${entry}/` });
  }
  children.sort((left, right) => Buffer.compare(Buffer.from(left.sortKey), Buffer.from(right.sortKey)));
  for (const { entry, facts } of children) {
    if (facts) yield { name: folder + entry, sizeBytes: facts.sizeBytes, metadata: facts.metadata };
    else yield* walk(root, `${folder}${entry}/`, from);
  }
}

/** The entries of a folder; none if there is no such folder. */
async function readFolder(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** The facts of an object's folder, or undefined if the folder is absent or is no object. */
async function readFacts(path: string): Promise<ObjectFacts | undefined> {
  let text: string;
  try {
    text = await readFile(join(path, "metadata.json"), "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
  try {
    // Written by `create` above; the rename made it visible only when it was complete.
    return JSON.parse(text) as ObjectFacts;
  } catch (error) {
    throw new IngestError(
      "STORE_OBJECT_CORRUPT",
      `${join(path, "metadata.json")} is not JSON.`,
      "Restore the object's folder from a copy; it was changed after it was written.",
      error,
    );
  }
}

async function renameIfAbsent(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    // POSIX says ENOTEMPTY or EEXIST for a folder that is not empty; Windows says EPERM.
    if (hasCode(error, "ENOTEMPTY", "EEXIST", "EPERM") && (await readFacts(to))) return false;
    throw error;
  }
}

/** Removes the folders that have not been touched since. What cannot be removed harms nobody. */
async function removeLeftovers(folder: string, sinceMs: number): Promise<void> {
  for (const entry of await readFolder(folder)) {
    const path = join(folder, entry);
    const touchedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (touchedMs < sinceMs) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder and those above it down from the root, and makes their names durable. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let path = folder; path.length >= root.length; path = dirname(path)) await flushFolder(path);
}

async function flushFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and its rename is durable without this.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Turns the file system's refusals into an error that says what to do. */
async function explained<T>(action: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IngestError || !(error instanceof Error) || !("code" in error)) throw error;
    throw new IngestError(
      hasCode(error, ...passingCodes) ? "STORE_UNAVAILABLE" : "STORE_UNREACHABLE",
      `Cannot ${action} ${name === "" ? "the store" : name}: ${error.message}.`,
      "Check that the store's folder is one that this user may read and write, and that the disk is not full.",
      error,
    );
  }
}
