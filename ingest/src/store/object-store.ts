import { IngestError } from "../errors.ts";

/** Small facts about an object, as the store keeps them beside it. GCS allows 8 KiB for all of them. */
export type ObjectMetadata = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly body: Uint8Array;
  readonly metadata: ObjectMetadata;
}

export interface ObjectFacts {
  readonly metadata: ObjectMetadata;
  readonly sizeBytes: number;
  /** CRC32C of the body, base64 of its four bytes in big-endian order, as GCS writes it. */
  readonly crc32c: string;
}

export interface ListedObject {
  readonly name: string;
  readonly sizeBytes: number;
  readonly metadata: ObjectMetadata;
}

/**
 * A place for immutable objects. Names are relative to the store's root and use `/`.
 * Every member is safe to call concurrently, from one process or from many.
 */
export interface ObjectStore {
  /** Where the objects lie, for messages: a folder or `gs://bucket/prefix`. */
  readonly location: string;
  /**
   * Writes the whole object if no object has this name. "created" means that body and metadata are durable and
   * visible together; "exists" means that nothing was changed. There is no third state: an object is never
   * overwritten, and never visible in part. The chain of segments rests on this.
   */
  create(name: string, body: Uint8Array, metadata: ObjectMetadata): Promise<"created" | "exists">;
  /** The object, its body checked against its checksum. Throws STORE_OBJECT_MISSING or STORE_OBJECT_CORRUPT. */
  read(name: string): Promise<StoredObject>;
  /** The object's facts, or undefined if there is no such object. */
  stat(name: string): Promise<ObjectFacts | undefined>;
  /**
   * Every object whose name begins with the prefix, in ascending order of the names' UTF-8 bytes. With `from`, only
   * the names that are not below it.
   */
  list(prefix: string, from?: string): AsyncIterable<ListedObject>;
  close?(): Promise<void>;
}

const nameShape = /^[A-Za-z0-9_][A-Za-z0-9_.=+-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.=+-]*)*$/;

/** Refuses a name that some store or file system could not hold, or that could leave the store's root. */
export function checkObjectName(name: string): void {
  if (name.length <= 512 && nameShape.test(name)) return;
  throw new IngestError(
    "STORE_NAME_REFUSED",
    `The object name ${JSON.stringify(name)} is not usable in every store.`,
    "Use at most 512 letters, digits and _ . = + - in parts separated by /, each part beginning with a letter, digit or _.",
  );
}
