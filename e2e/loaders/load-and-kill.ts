/**
 * A process that loads into Snowflake or through Snowpipe, one object at a time, for a test to kill. Its argument is the
 * JSON of what to load; it prints a line for each object.
 */
import { loadBronze } from "../../ingest/src/load/load-bronze.ts";
import { openSnowflakeLoader, openSnowpipeLoader } from "../../ingest/src/load/snowflake/open-loaders.ts";
import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import { openLocalStore } from "../../ingest/src/store/local-store.ts";
import { exampleFeed } from "../../ingest/src/testing/example-feed.ts";

// The test that starts this wrote it.
const { to, settings, storeFolder, landingUrl } = JSON.parse(process.argv[2] ?? "") as {
  readonly to: "snowflake" | "snowpipe";
  readonly settings: SnowflakeSettings;
  readonly storeFolder: string;
  readonly landingUrl: string;
};
const store = openLocalStore(storeFolder);
const now = (): Date => new Date();
const loader =
  to === "snowflake"
    ? await openSnowflakeLoader(settings, { store, landingUrl, objectsPerCopy: 1 })
    : await openSnowpipeLoader(settings, { store, landingUrl, now, filesPerRequest: 1, pollMs: 10 });
const feeds = [{ ...exampleFeed, partitions: 1 }];
await loadBronze({ feeds, store, loader, onObject: () => void process.stdout.write("loaded\n") });
await loader.close();
