import { afterEach, beforeEach, expect, it } from "vitest";

import { openDuckDbLoader } from "../load/duckdb-loader.ts";
import { loadBronze } from "../load/load-bronze.ts";
import { openLocalStore } from "../store/local-store.ts";
import {
  audit,
  batchFeed,
  climateEvent,
  climateFeed,
  land,
  makeWarehouse,
  query,
  removeWarehouse,
  type TestWarehouse,
} from "../testing/climate-warehouse.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import { runSilver } from "./run-silver.ts";

let warehouse: TestWarehouse;
beforeEach(() => {
  warehouse = makeWarehouse();
});
afterEach(() => removeWarehouse(warehouse));

it("frees events when the contract that they broke was wrong and is corrected", async () => {
  const feed = await climateFeed();
  const wrong = structuredClone(feed.schema);
  Reflect.set(Object(Reflect.get(wrong, "properties")), "area", { type: "string", enum: ["elsewhere"] });
  const twice = climateEvent("2024-07-02").replace('"area":"nyc"', '"area":"nyc","area":"nyc"');
  const events = listedPartition([climateEvent("2024-07-01"), twice]);
  const none = { records: [], next: 0 };
  await land(warehouse, listedSource([events, none, none]), 10, { ...feed, schema: wrong });
  const store = openLocalStore(warehouse.storeFolder);
  const { database } = warehouse;
  const loader = await openDuckDbLoader({ database, store, now: () => new Date() });
  await loadBronze({ feeds: [feed, batchFeed], store, loader });
  await loader.close();

  const [before] = await runSilver({ feeds: [{ ...feed, schema: wrong }], database });
  expect(before?.events).toMatchObject({ current: 0, quarantined: 2 });
  const [after] = await runSilver({ feeds: [feed], database });
  expect(after?.events).toMatchObject({ current: 1, quarantined: 1 });

  const [left] = await query(
    warehouse,
    "select reasons->0->>'field' as field from silver.climate_records_quarantine",
  );
  expect(left).toEqual({ field: "area" });
  expect((await audit(warehouse)).findings).toEqual([]);
}, 60_000);
