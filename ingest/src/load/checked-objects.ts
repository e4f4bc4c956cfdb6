import { IngestError } from "../errors.ts";
import { readAhead } from "./read-ahead.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { LandedObject } from "./landed-object.ts";
import type { LoadedObject } from "./loader.ts";

/** A landed object that a warehouse can read by itself, with what landing says that it must find there. */
export interface CheckedObject {
  readonly object: string;
  readonly rows: number;
  readonly sizeBytes: number;
  /** CRC32C of the body, base64. */
  readonly crc32c: string;
  readonly landedAt: Date;
}

type Failure = Extract<LoadedObject, { outcome: "failed" }>;

const requestsAtATime = 32;

/**
 * Compares each object's checksum in the store with the one that landing took before the upload. The body is not
 * read: the warehouse does that. Gives what may be loaded, and what is damaged.
 */
export async function checkObjects(
  store: ObjectStore,
  objects: readonly LandedObject[],
): Promise<{ readonly sound: readonly CheckedObject[]; readonly damaged: readonly Failure[] }> {
  const sound: CheckedObject[] = [];
  const damaged: Failure[] = [];
  const limits = { count: requestsAtATime, weight: requestsAtATime };
  const check = (landed: LandedObject): Promise<CheckedObject | Failure> => checkObject(store, landed);
  for await (const result of readAhead(objects, check, () => 1, limits)) {
    if ("outcome" in result) damaged.push(result);
    else sound.push(result);
  }
  return { sound, damaged };
}

async function checkObject(
  store: ObjectStore,
  { name, kind, metadata }: LandedObject,
): Promise<CheckedObject | Failure> {
  const facts = await store.stat(name);
  const rows = Number(metadata[kind === "segment" ? "records" : "rows"] ?? Number.NaN);
  const landedAt = new Date(metadata["landedAt"] ?? Number.NaN);
  const recorded = metadata["crc32c"];
  if (facts === undefined || Number.isNaN(rows) || Number.isNaN(landedAt.getTime())) {
    return failed(name, "it is gone, or what landing recorded about it is");
  }
  if (recorded !== undefined && recorded !== facts.crc32c) {
    return failed(name, `its CRC32C is ${facts.crc32c}, expected ${recorded}`);
  }
  return { object: name, rows, sizeBytes: facts.sizeBytes, crc32c: facts.crc32c, landedAt };
}

function failed(object: string, found: string): Failure {
  const error = new IngestError(
    "LOAD_OBJECT_INVALID",
    `the object ${object} is not what was landed: ${found}`,
    "Restore the object from a copy; it was changed after it was written.",
  );
  return { outcome: "failed", object, error };
}
