import { EventEmitter } from "node:events";

import { Storage, type Bucket, type File, type FileMetadata } from "@google-cloud/storage";

import { IngestError } from "../errors.ts";
import { crc32cBase64 } from "./crc32c.ts";
import { explainGcs, hasStatus, notFound, preconditionFailed } from "./gcs-errors.ts";
import { checkObjectName, type ObjectFacts, type ObjectMetadata, type ObjectStore } from "./object-store.ts";
import { within } from "./within.ts";

/** Google's client puts eleven listeners on the stream of a download; Node warns of a leak above ten. */
const listenersOfDownload = 20;
/** For one request: Google's client waits for ever where a connection is silent. */
const requestTimeoutMs = 300_000;

/**
 * A bucket of Google Cloud Storage, or a folder in it, as an object store. Credentials come from the environment, as
 * Google's client finds them; with an endpoint of its own, none are used.
 */
export function openGcsStore(location: string, endpoint?: string, timeoutMs = requestTimeoutMs): ObjectStore {
  const { bucket: bucketName, prefix } = readLocation(location);
  EventEmitter.defaultMaxListeners = Math.max(EventEmitter.defaultMaxListeners, listenersOfDownload);
  const storage = new Storage({
    // Repeating is the patient store's business: the client would give up after three tries.
    retryOptions: { autoRetry: false, maxRetries: 0 },
    ...(endpoint === undefined ? {} : { apiEndpoint: endpoint, projectId: "headwater" }),
  });
  const bucket = storage.bucket(bucketName);
  const fileOf = (name: string): File => bucket.file(prefix + name);
  const namesIn = (namePrefix: string, from: string | undefined) => ({
    prefix: prefix + namePrefix,
    ...(from === undefined ? {} : { startOffset: prefix + from }),
  });

  async function stat(name: string): Promise<ObjectFacts | undefined> {
    checkObjectName(name);
    try {
      const [metadata] = await within(timeoutMs, fileOf(name).getMetadata());
      return toFacts(metadata);
    } catch (error) {
      if (hasStatus(error, notFound)) return undefined;
      throw explainGcs("read", location, name, error);
    }
  }

  return {
    location,

    async create(name, body, metadata) {
      checkObjectName(name);
      try {
        const upload = fileOf(name).save(Buffer.from(body.buffer, body.byteOffset, body.byteLength), {
          resumable: false,
          // Only where there is no such object yet; so the request may be repeated safely, too.
          preconditionOpts: { ifGenerationMatch: 0 },
          // The server refuses the body if it does not match: our own checksum, taken before it left.
          validation: false,
          metadata: { crc32c: crc32cBase64(body), contentType: contentType(name), metadata: { ...metadata } },
        });
        await within(timeoutMs, upload);
        return "created";
      } catch (error) {
        if (hasStatus(error, preconditionFailed)) return "exists";
        throw explainGcs("write", location, name, error);
      }
    },

    async read(name) {
      checkObjectName(name);
      const facts = await stat(name);
      if (!facts) throw missing(location, name);
      try {
        const [body] = await within(
          timeoutMs,
          fileOf(name).download({ validation: false, decompress: false }),
        );
        if (crc32cBase64(body) === facts.crc32c) return { body, metadata: facts.metadata };
        throw new IngestError(
          "STORE_OBJECT_CORRUPT",
          `The object ${name} in ${location} came with CRC32C ${crc32cBase64(body)}, expected ${facts.crc32c}.`,
          "Run it again; if it happens again, restore the object from a copy.",
        );
      } catch (error) {
        throw explainGcs("read", location, name, error);
      }
    },

    stat,

    async *list(namePrefix, from) {
      for await (const file of listFiles(bucket, location, namesIn(namePrefix, from), timeoutMs)) {
        const { sizeBytes, metadata } = toFacts(file.metadata);
        yield { name: file.name.slice(prefix.length), sizeBytes, metadata };
      }
    },
  };
}

/** Page by page, in the order of the names' UTF-8 bytes, as GCS gives them. */
async function* listFiles(
  bucket: Bucket,
  location: string,
  names: { readonly prefix: string; readonly startOffset?: string },
  timeoutMs: number,
): AsyncGenerator<File> {
  let pageToken: string | undefined;
  do {
    try {
      const page = { ...names, autoPaginate: false, ...(pageToken === undefined ? {} : { pageToken }) };
      const [files, next] = await within(timeoutMs, bucket.getFiles(page));
      yield* files;
      // The client's types leave the query for the next page open; GCS puts this one text into it.
      pageToken = (next as { pageToken?: string } | null)?.pageToken;
    } catch (error) {
      throw explainGcs("list", location, names.prefix, error);
    }
  } while (pageToken !== undefined);
}

function readLocation(location: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, path = ""] =
    /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/(.*))?$/.exec(location) ?? [];
  const folder = path.replace(/\/+$/, "");
  if (bucket === undefined) {
    throw new IngestError(
      "STORE_NAME_REFUSED",
      `${location} does not name a bucket.`,
      "Give the store as gs://bucket or gs://bucket/folder, with a bucket's name in lower case.",
    );
  }
  if (folder !== "") checkObjectName(folder);
  return { bucket, prefix: folder === "" ? "" : `${folder}/` };
}

function toFacts({ size, crc32c, metadata }: FileMetadata): ObjectFacts {
  const texts: ObjectMetadata = Object.fromEntries(
    Object.entries(metadata ?? {}).map(([key, value]) => [key, String(value)]),
  );
  return { sizeBytes: Number(size), crc32c: crc32c ?? "", metadata: texts };
}

function contentType(name: string): string {
  if (name.endsWith(".gz")) return "application/gzip";
  return name.endsWith(".zst") ? "application/zstd" : "application/octet-stream";
}

function missing(location: string, name: string): IngestError {
  return new IngestError(
    "STORE_OBJECT_MISSING",
    `There is no object ${name} in ${location}.`,
    "Objects are never deleted by Headwater: find out who removed it, or name another store.",
  );
}
