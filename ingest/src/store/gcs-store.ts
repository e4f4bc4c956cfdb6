import { EventEmitter } from "node:events";

import { Storage, type ApiError, type Bucket, type File, type FileMetadata } from "@google-cloud/storage";

import { IngestError } from "../errors.ts";
import { crc32cBase64 } from "./crc32c.ts";
import { checkObjectName, type ObjectFacts, type ObjectMetadata, type ObjectStore } from "./object-store.ts";

/** Google's client puts eleven listeners on the stream of a download; Node warns of a leak above ten. */
const listenersOfDownload = 20;
const notFound = 404;
const preconditionFailed = 412;

/**
 * A bucket of Google Cloud Storage, or a folder in it, as an object store. Credentials come from the environment, as
 * Google's client finds them; with an endpoint of its own, none are used.
 */
export function openGcsStore(location: string, endpoint?: string): ObjectStore {
  const { bucket: bucketName, prefix } = readLocation(location);
  EventEmitter.defaultMaxListeners = Math.max(EventEmitter.defaultMaxListeners, listenersOfDownload);
  const storage =
    endpoint === undefined ? new Storage() : new Storage({ apiEndpoint: endpoint, projectId: "headwater" });
  const bucket = storage.bucket(bucketName);
  const fileOf = (name: string): File => bucket.file(prefix + name);

  async function stat(name: string): Promise<ObjectFacts | undefined> {
    checkObjectName(name);
    try {
      const [metadata] = await fileOf(name).getMetadata();
      return toFacts(metadata);
    } catch (error) {
      if (hasStatus(error, notFound)) return undefined;
      throw explained("read", location, name, error);
    }
  }

  return {
    location,

    async create(name, body, metadata) {
      checkObjectName(name);
      try {
        await fileOf(name).save(Buffer.from(body.buffer, body.byteOffset, body.byteLength), {
          resumable: false,
          // Lets the client repeat the request safely: a second success is refused as well.
          preconditionOpts: { ifGenerationMatch: 0 },
          // The server refuses the body if it does not match: our own checksum, taken before it left.
          validation: false,
          metadata: { crc32c: crc32cBase64(body), contentType: contentType(name), metadata: { ...metadata } },
        });
        return "created";
      } catch (error) {
        if (hasStatus(error, preconditionFailed)) return "exists";
        throw explained("write", location, name, error);
      }
    },

    async read(name) {
      checkObjectName(name);
      const facts = await stat(name);
      if (!facts) throw missing(location, name);
      try {
        const [body] = await fileOf(name).download({ validation: false, decompress: false });
        if (crc32cBase64(body) === facts.crc32c) return { body, metadata: facts.metadata };
        throw new IngestError(
          "STORE_OBJECT_CORRUPT",
          `The object ${name} in ${location} came with CRC32C ${crc32cBase64(body)}, expected ${facts.crc32c}.`,
          "Run it again; if it happens again, restore the object from a copy.",
        );
      } catch (error) {
        throw explained("read", location, name, error);
      }
    },

    stat,

    async *list(namePrefix) {
      for await (const file of listFiles(bucket, location, prefix + namePrefix)) {
        const { sizeBytes, metadata } = toFacts(file.metadata);
        yield { name: file.name.slice(prefix.length), sizeBytes, metadata };
      }
    },
  };
}

/** Page by page, in the order of the names' UTF-8 bytes, as GCS gives them. */
async function* listFiles(bucket: Bucket, location: string, prefix: string): AsyncGenerator<File> {
  let pageToken: string | undefined;
  do {
    try {
      const [files, next] = await bucket.getFiles({
        prefix,
        autoPaginate: false,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      yield* files;
      // The client's types leave the query for the next page open; GCS puts this one text into it.
      pageToken = (next as { pageToken?: string } | null)?.pageToken;
    } catch (error) {
      throw explained("list", location, prefix, error);
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
  return name.endsWith(".gz") ? "application/gzip" : "application/octet-stream";
}

function hasStatus(error: unknown, status: number): boolean {
  // The client throws ApiError for every answer of the server; its `code` is the HTTP status.
  return error instanceof Error && (error as Partial<ApiError>).code === status;
}

function missing(location: string, name: string): IngestError {
  return new IngestError(
    "STORE_OBJECT_MISSING",
    `There is no object ${name} in ${location}.`,
    "Objects are never deleted by Headwater: find out who removed it, or name another store.",
  );
}

function explained(action: string, location: string, name: string, error: unknown): unknown {
  if (error instanceof IngestError || !(error instanceof Error)) return error;
  return new IngestError(
    "STORE_UNREACHABLE",
    `Cannot ${action} ${name === "" ? "the objects" : name} in ${location}: ${error.message}.`,
    "Check that the bucket exists, that the credentials in the environment may use it, and --gcs-endpoint.",
    error,
  );
}
