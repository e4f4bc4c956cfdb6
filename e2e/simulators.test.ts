import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { openDatabase } from "@headwater/ingest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runHeadwater, startHeadwater, temporaryFolder } from "./rig/headwater.ts";

const folder = temporaryFolder("simulators");
const state = join(folder.path, "state");
const database = join(state, "warehouse.duckdb");
const feeds = ["bank_transactions", "click_events", "stock_ticks"] as const;
const shares = ["--late", "0.05", "--duplicate", "0.02", "--malformed", "0.02"];

afterAll(() => folder[Symbol.dispose]());

/** Runs the command, which must succeed, and returns what it printed. */
async function headwater(...words: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runHeadwater(words);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
}

interface Truth {
  readonly kind: string;
  readonly key: string;
  readonly planted?: string;
}

/** What the simulator wrote down about a feed's lines. */
function truthsOf(feed: string): readonly Truth[] {
  const lines = readFileSync(join(folder.path, `${feed}.truth`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Truth); // headwater produce wrote it
}

/** The first column of a query on the warehouse, as texts in order. */
async function ask(text: string): Promise<readonly string[]> {
  const opened = await openDatabase({ path: database, isReadOnly: true });
  try {
    const rows = (await opened.connection.runAndReadAll(text)).getRows();
    return rows.map(([value]) => String(value)).toSorted();
  } finally {
    opened.close();
  }
}

/** Files as the publisher of prices has them, made up. */
function writePrices(): string {
  const days = Array.from({ length: 400 }, (_, at) =>
    new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
  );
  const rows = days.map(
    (day, at) =>
      `${day},${(10 + at / 100).toFixed(2)},14.5,9.75,${(11 + at / 1000).toFixed(3)},${at * 100},ACME`,
  );
  const file = join(folder.path, "ACME_data.csv");
  writeFileSync(file, `date,open,high,low,close,volume,Name\n${rows.join("\n")}\n`);
  return file;
}

describe("simulated streams on their way to the marts", () => {
  beforeAll(async () => {
    const prices = writePrices();
    for (const feed of feeds) {
      const source = feed === "stock_ticks" ? ["--from", prices] : ["--count", "1000"];
      const [out, truth] = [join(folder.path, `${feed}.ndjson`), join(folder.path, `${feed}.truth`)];
      await headwater("produce", feed, ...source, ...shares, "--out", out, "--truth", truth);
      await headwater("land", feed, "--from", out, "--state", state);
    }
    await headwater("load", "--state", state);
    await headwater("silver", "--state", state);
  });

  it("are accounted for to the last offset", async () => {
    expect(await headwater("audit", "--state", state)).toContain("Everything is explained.");
  });

  it.each(feeds)("have in Silver what the simulator says that it did to %s", async (feed) => {
    const truths = truthsOf(feed);
    const keysOf = (kind: string): readonly string[] =>
      truths
        .filter((truth) => truth.kind === kind)
        .map(({ key }) => key)
        .toSorted();
    const [key] = {
      bank_transactions: ["transaction_id"],
      click_events: ["event_id"],
      stock_ticks: ["tick_id"],
    }[feed];
    expect(keysOf("late").length).toBeGreaterThan(15);
    expect(await ask(`select ${key} from silver.${feed} where is_late`)).toEqual(keysOf("late"));
    const ofDisposition = `select count(*) from silver.${feed}_ledger where disposition`;
    expect(await ask(`${ofDisposition} = 'duplicate'`)).toEqual([String(keysOf("duplicate").length)]);
    expect(await ask(`${ofDisposition} = 'quarantined'`)).toEqual([
      String(keysOf("contract_violation").length),
    ]);
  });

  it("have typed items that come to the amount", async () => {
    const sum = "list_sum(list_transform(items, lambda item: item.quantity * item.unit_price))";
    const whole = `select count(*) from silver.bank_transactions where ${sum} <> amount or len(items) = 0`;
    expect(await ask(whole)).toEqual(["0"]);
    const types =
      "select data_type from duckdb_columns() where table_name = 'bank_transactions' and column_name = 'items'";
    expect(await ask(`${types} and schema_name = 'silver'`)).toEqual([
      "STRUCT(description VARCHAR, quantity INTEGER, unit_price DECIMAL(10,2))[]",
    ]);
  });

  it("pass the tests of their staging models", async () => {
    const select = ["--select", "staging.banking", "staging.clicks", "staging.stocks"];
    const places = ["--target-path", join(folder.path, "target"), "--log-path", join(folder.path, "target")];
    const { exitCode, stdout } = await runHeadwater(["dbt", "build", ...select, ...places], {
      HEADWATER_DUCKDB: database,
    });
    expect({ exitCode, stdout: exitCode === 0 ? "" : stdout }).toEqual({ exitCode: 0, stdout: "" });
  });
});

describe("headwater produce", () => {
  const produceTo = async (file: string, seed: string): Promise<string> => {
    await headwater(
      "produce",
      "bank_transactions",
      "--count",
      "300",
      ...shares,
      "--seed",
      seed,
      "--out",
      file,
    );
    return readFileSync(file, "utf8");
  };

  it("writes the same bytes for the same seed", async () => {
    const [first, second, other] = ["a", "b", "c"].map((name) => join(folder.path, `${name}.ndjson`));
    const text = await produceTo(first ?? "", "5");
    expect(await produceTo(second ?? "", "5")).toBe(text);
    expect(await produceTo(other ?? "", "6")).not.toBe(text);
  });

  it("keeps to its rate, and leaves a whole file when it is stopped", async () => {
    const out = join(folder.path, "stopped.ndjson");
    const running = startHeadwater(["produce", "click_events", "--rate", "50", "--out", out]);
    await wait(4000);
    running.child.kill("SIGINT");
    const { exitCode, stdout } = await running.exited;
    expect(exitCode).toBe(0);
    expect(stdout).toContain("SIGINT: finishing what was begun, then leaving");
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(stdout).toContain(`click_events: ${lines.length} events written to ${out}`);
    expect(lines.length).toBeGreaterThan(0);
    // Less than 4 seconds' worth, as starting takes time.
    expect(lines.length).toBeLessThanOrEqual(205);
    for (const line of lines) JSON.parse(line);
  });

  it.each([
    [["bank_transactions"], "writes either to a file or to Kafka"],
    [["bank_transactions", "--out", "-", "--late", "0.6", "--malformed", "0.4"], "leave no line"],
    [["bank_transactions", "--out", "-", "--from", "samples"], "are made up"],
    [["stock_ticks", "--out", "-"], "are made from publishers' files"],
    [["stock_ticks", "--out", "-", "--from", "samples"], "has no file whose name ends in _data.csv"],
    [["air_quality", "--out", "-"], "is a batch feed"],
    [["click_events", "--out", "-", "--rate", "0"], "Give a number of events per second"],
  ])("refuses %j with words", async (words, message) => {
    const { exitCode, stdout, stderr } = await runHeadwater(["produce", ...words]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});
