import { Option } from "commander";

import type { ObjectStore } from "../store/object-store.ts";
import { openStore, type OpenStoreOptions } from "../store/open-store.ts";

/** The flags by which a command is told where landed objects lie. */
export interface StoreFlags {
  readonly state: string;
  readonly store?: string;
  readonly gcsEndpoint?: string;
}

/** `--store`, for a command that also has `--state`. */
export function storeOption(): Option {
  return new Option("--store <place>", "store instead of the state folder's: a folder or gs://bucket/folder");
}

/** `--gcs-endpoint`, which goes with `--store`. */
export function gcsEndpointOption(): Option {
  return new Option("--gcs-endpoint <url>", "address of a GCS that is not Google's");
}

/** Opens the store that the flags name: the state folder's, unless they say otherwise. */
export async function openFlaggedStore(
  { state, store, gcsEndpoint }: StoreFlags,
  options: Pick<OpenStoreOptions, "patience"> = {},
): Promise<ObjectStore> {
  return await openStore(store ?? `${state}/store`, {
    ...options,
    ...(gcsEndpoint === undefined ? {} : { gcsEndpoint }),
  });
}
