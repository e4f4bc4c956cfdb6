import { IngestError } from "../errors.ts";
import { openDuckDbLoader } from "../load/duckdb-loader.ts";
import type { Loader } from "../load/loader.ts";
import { landingUrl } from "../load/snowflake/landing-url.ts";
import type { PipeBacklog } from "../load/snowflake/snowpipe-loader.ts";
import { readSnowflakeSettings } from "../load/snowflake/snowflake-settings.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** The warehouses that `headwater load --to` knows. */
export const warehouses = ["duckdb", "snowflake", "snowpipe"] as const;
export type Warehouse = (typeof warehouses)[number];

export interface OpenLoaderFlags {
  readonly to: Warehouse;
  readonly state: string;
  readonly database?: string;
  /** For DuckDB while another program holds the file; for Snowpipe while the pipe loads nothing. */
  readonly wait?: number;
}

/** Is told, again and again, what a pipe has not loaded yet. */
export type OnBacklog = (backlog: PipeBacklog) => void;

/** Opens the loader of a warehouse. Snowflake's settings are read from the environment. */
export async function openLoader(
  flags: OpenLoaderFlags,
  store: ObjectStore,
  onBacklog?: OnBacklog,
): Promise<Loader> {
  if (flags.to === "duckdb") {
    return await openDuckDbLoader({
      database: flags.database ?? `${flags.state}/warehouse.duckdb`,
      store,
      now: () => new Date(),
      ...(flags.wait === undefined ? {} : { waitMs: flags.wait }),
    });
  }
  if (flags.database !== undefined) {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `--database names a DuckDB file, and --to ${flags.to} has none`,
      "Leave --database out; SNOWFLAKE_DATABASE names the database in Snowflake.",
    );
  }
  return await openForSnowflake(flags, store, onBacklog);
}

async function openForSnowflake(
  { to, wait }: OpenLoaderFlags,
  store: ObjectStore,
  onBacklog?: OnBacklog,
): Promise<Loader> {
  // Loaded only when needed, as most runs load into DuckDB.
  const { openSnowflakeLoader, openSnowpipeLoader } = await import("../load/snowflake/open-loaders.ts");
  const settings = readSnowflakeSettings(process.env);
  const url = landingUrl(store.location, process.env["SNOWFLAKE_LANDING_URL"]);
  if (to === "snowflake") return await openSnowflakeLoader(settings, { store, landingUrl: url });
  return await openSnowpipeLoader(settings, {
    store,
    landingUrl: url,
    now: () => new Date(),
    ...(wait === undefined ? {} : { waitMs: wait }),
    ...(onBacklog === undefined ? {} : { onBacklog }),
  });
}
