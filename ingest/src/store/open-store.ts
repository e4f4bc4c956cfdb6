import { openLocalStore } from "./local-store.ts";
import type { ObjectStore } from "./object-store.ts";

export interface OpenStoreOptions {
  /** The address of a GCS that is not Google's, for example an emulator's. */
  readonly gcsEndpoint?: string;
}

/** Opens the store at a place: `gs://bucket/prefix`, or else a folder. */
export async function openStore(location: string, options: OpenStoreOptions = {}): Promise<ObjectStore> {
  if (!location.startsWith("gs://")) return openLocalStore(location);
  // Loaded only when needed: the client of GCS takes half a second to load.
  const { openGcsStore } = await import("./gcs-store.ts");
  return openGcsStore(location, options.gcsEndpoint);
}
