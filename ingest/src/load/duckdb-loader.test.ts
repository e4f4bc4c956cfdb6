import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { landStream } from "../landing/land-stream.ts";
import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import { duckDbLoader, openDuckDbLoader } from "./duckdb-loader.ts";
import { loadBronze } from "./load-bronze.ts";
import { describeLoader, type LoadedRow } from "../testing/loader-contract.ts";
import { openDatabase, type Database } from "./open-database.ts";

const now = (): Date => new Date("2024-05-04T00:00:00Z");
const jsonColumns = new Set(["_headers", "payload", "errors"]);

/** The rows of a query in the form that the contract suite compares. */
async function queryRows({ connection }: Database, query: string): Promise<readonly LoadedRow[]> {
  const reader = await connection.runAndReadAll(query);
  return reader.getRowObjectsJS().map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (value instanceof Date) return [name, value.toISOString()];
        if (typeof value === "bigint") return [name, Number(value)];
        return [name, typeof value === "string" && jsonColumns.has(name) ? JSON.parse(value) : value];
      }),
    ),
  );
}

/** The connection, but nothing is written to the ledger. */
function endingConnection({ connection }: Database): Database["connection"] {
  return new Proxy(connection, {
    get(target, name) {
      if (name === "createAppender") {
        return async (table: string, schema: string) => {
          if (table === "load_ledger") throw new Error("the load ends here");
          return await target.createAppender(table, schema);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

describeLoader("DuckDB", async (store, folder) => {
  const database = await openDatabase({ path: join(folder, "warehouse.duckdb") });
  return {
    loader: duckDbLoader(database, { store, now }),
    ending: duckDbLoader({ ...database, connection: endingConnection(database) }, { store, now }),
    readRows: async (feed) => await queryRows(database, `from bronze."${feed.name}"`),
    run: async (statement) => void (await database.connection.run(statement)),
    readLedger: async () =>
      (await queryRows(database, "select object from bronze.load_ledger")).map((row) =>
        String(row["object"]),
      ),
  };
});

describe("the DuckDB loader", () => {
  const feed = { ...exampleFeed, partitions: 1 };
  let folder: string;
  let path: string;
  let store: ObjectStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "headwater-duckdb-"));
    path = join(folder, "warehouse.duckdb");
    store = openLocalStore(join(folder, "store"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function land(count: number, maxRecords: number): Promise<void> {
    const payloads = Array.from({ length: count }, (_, id) => exampleEvent(String(id)));
    const source = listedSource([listedPartition(payloads)], maxRecords);
    await landStream({ feed, source, store, isOnce: true, limits: { maxRecords } });
  }

  async function query(text: string): Promise<readonly LoadedRow[]> {
    const database = await openDatabase({ path });
    try {
      return await queryRows(database, text);
    } finally {
      database.close();
    }
  }

  async function load(): Promise<Awaited<ReturnType<typeof loadBronze>>> {
    const loader = await openDuckDbLoader({ database: path, store, now });
    try {
      return await loadBronze({ feeds: [feed], store, loader });
    } finally {
      await loader.close();
    }
  }

  /** Loads in a process of its own, with a transaction for each segment, and kills it after some of them. */
  async function loadAndKill(afterObjects: number): Promise<void> {
    const here = import.meta.dirname;
    const script = join(folder, "load.ts");
    writeFileSync(
      script,
      `import { openDuckDbLoader } from ${JSON.stringify(join(here, "duckdb-loader.ts"))};
       import { loadBronze } from ${JSON.stringify(join(here, "load-bronze.ts"))};
       import { openLocalStore } from ${JSON.stringify(join(here, "../store/local-store.ts"))};
       const store = openLocalStore(${JSON.stringify(join(folder, "store"))});
       const database = ${JSON.stringify(path)};
       const loader = await openDuckDbLoader({ database, store, now: () => new Date(), rowsPerTransaction: 1 });
       const feeds = [${JSON.stringify(feed)}];
       await loadBronze({ feeds, store, loader, onObject: () => console.log("loaded") });`,
    );
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    let loaded = 0;
    createInterface({ input: child.stdout }).on("line", () => {
      loaded += 1;
      if (loaded === afterObjects) child.kill("SIGKILL");
    });
    await ended;
    expect(child.signalCode).toBe("SIGKILL");
  }

  it("gives each row once when it is killed half-way again and again", async () => {
    await land(60, 1);
    await loadAndKill(1);
    await loadAndKill(7);
    const [before] = await query("select count(*) as rows from bronze.load_ledger");
    expect(before?.["rows"]).toBeGreaterThanOrEqual(8);
    expect(before?.["rows"]).toBeLessThan(60);
    await load();
    const [counts] = await query(
      `select count(*) as rows, count(distinct _offset) as offsets, max(_offset) as last,
        (select sum(rows) from bronze.load_ledger) as ledger from bronze.readings`,
    );
    expect(counts).toEqual({ rows: 60, offsets: 60, last: 59, ledger: 60 });
  }, 60_000);

  it("keeps the payload as the text that was landed", async () => {
    const payload = '{"id":"a",  "read_at":"2024-05-01T00:00:00Z","level":1.0,"level":1.00}';
    const source = listedSource([listedPartition([payload])]);
    await landStream({ feed, source, store, isOnce: true });
    await load();
    const [row] = await query("select payload::varchar as text from bronze.readings");
    expect(row?.["text"]).toBe(payload);
  });
});
