/**
 * A process that loads into Snowflake with a transaction for each object, for a test to kill. Its argument is the JSON
 * of what to load; it prints a line for each object.
 */
import { loadBronze } from "../../ingest/src/load/load-bronze.ts";
import { openSnowflakeLoader } from "../../ingest/src/load/snowflake/open-loaders.ts";
import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import { openLocalStore } from "../../ingest/src/store/local-store.ts";
import { exampleFeed } from "../../ingest/src/testing/example-feed.ts";

// The test that starts this wrote it.
const { settings, storeFolder, landingUrl } = JSON.parse(process.argv[2] ?? "") as {
  readonly settings: SnowflakeSettings;
  readonly storeFolder: string;
  readonly landingUrl: string;
};
const store = openLocalStore(storeFolder);
const loader = await openSnowflakeLoader(settings, { store, landingUrl, objectsPerCopy: 1 });
const feeds = [{ ...exampleFeed, partitions: 1 }];
await loadBronze({ feeds, store, loader, onObject: () => void process.stdout.write("loaded\n") });
await loader.close();
