import path from "node:path";

import { compileValidator, findFeed, loadFeeds } from "@headwater/contracts";
import { describe, expect, it } from "vitest";

import { repositoryRoot } from "../python/run-python.ts";
import { stockConverter } from "./stock-stream.ts";
import type { Conversion } from "./stream-converter.ts";

const header = "date,open,high,low,close,volume,Name";

function convert(...files: readonly string[]): Conversion {
  return stockConverter.convert(
    files.map((rows, index) => ({
      path: `stocks/${index}_data.csv`,
      bytes: Buffer.from(`${header}\n${rows}\n`),
    })),
  );
}

describe("the stock stream", () => {
  it("has one event a row, with exact prices and blank cells as null", () => {
    const { events, problems } = convert("2024-02-29,67.7142,68.4014,66.8928,,158168416,ACME");
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        tick_id: "ACME:2024-02-29",
        symbol: "ACME",
        traded_at: "2024-02-29T21:00:00Z",
        published_at: "2024-02-29T22:00:00Z",
        open_price: 67.7142,
        high_price: 68.4014,
        low_price: 66.8928,
        close_price: null,
        volume: 158168416,
      },
    ]);
  });

  it("merges the files by day, and by symbol within a day", () => {
    const { events } = convert(
      "2024-02-28,1,1,1,1,1,ZETA\n2024-02-29,1,1,1,1,1,ZETA",
      "2024-02-29,1,1,1,1,1,ACME\n2024-02-28,1,1,1,1,1,ACME",
    );
    expect(events.map((event) => event["tick_id"])).toEqual([
      "ACME:2024-02-28",
      "ZETA:2024-02-28",
      "ACME:2024-02-29",
      "ZETA:2024-02-29",
    ]);
  });

  it("names rows without a day and rows with too few cells, and goes on", () => {
    const { events, problems } = convert(
      "2024-02-30,1,1,1,1,1,ACME\n2024-02-29,1\n2024-03-01,1,1,1,1,1,ACME",
    );
    expect(events).toHaveLength(1);
    expect(problems).toEqual([
      { path: "stocks/0_data.csv", row: 1, message: 'date "2024-02-30" is neither YYYY-MM-DD nor M/D/YYYY' },
      { path: "stocks/0_data.csv", row: 2, message: "expected 7 cells as in the header, found 2" },
    ]);
  });

  it("leaves text where a number belongs to the contract, which refuses it", async () => {
    const feed = findFeed(await loadFeeds(path.join(repositoryRoot, "contracts")), "stock_ticks");
    const { events } = convert("2024-02-29,n/a,2,1,1.5,10,ACME\n2024-03-01,1,2,1,1.5,10,ACME");
    const fields = events.map((event) => compileValidator(feed)(event).map(({ field }) => field));
    expect(fields).toEqual([["open_price"], []]);
  });
});
