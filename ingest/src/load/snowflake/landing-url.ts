import { IngestError } from "../../errors.ts";

/**
 * Where Snowflake finds the objects of a store, as its stages name it: `gcs://bucket/prefix` for a bucket. `override` is
 * for a store that Snowflake reaches at another address. Throws LOAD_STORE_UNREADABLE.
 */
export function landingUrl(storeLocation: string, override: string | undefined): string {
  if (override) return override.replace(/\/+$/, "");
  if (storeLocation.startsWith("gs://"))
    return `gcs://${storeLocation.slice("gs://".length).replace(/\/+$/, "")}`;
  throw new IngestError(
    "LOAD_STORE_UNREADABLE",
    `Snowflake cannot read from ${storeLocation}: it loads from a bucket`,
    "Name the bucket by --store gs://bucket/prefix, or set SNOWFLAKE_LANDING_URL to where Snowflake finds the objects.",
  );
}
