import { openLocalStore } from "./local-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { patientStore, type Patience } from "./patient-store.ts";

export interface OpenStoreOptions {
  /** The address of a GCS that is not Google's, for example an emulator's. */
  readonly gcsEndpoint?: string;
  /** How long to repeat what fails for the moment; a minute if it is not said. */
  readonly patience?: Patience;
}

const defaultPatience: Patience = { patienceMs: 60_000 };

/** Opens the store at a place: `gs://bucket/prefix`, or else a folder. It repeats what fails for the moment. */
export async function openStore(location: string, options: OpenStoreOptions = {}): Promise<ObjectStore> {
  const { gcsEndpoint, patience = defaultPatience } = options;
  if (!location.startsWith("gs://")) return patientStore(openLocalStore(location), patience);
  // Loaded only when needed: the client of GCS takes half a second to load.
  const { openGcsStore } = await import("./gcs-store.ts");
  return patientStore(openGcsStore(location, gcsEndpoint), patience);
}
