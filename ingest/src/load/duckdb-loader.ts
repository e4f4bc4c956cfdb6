import { DuckDBDataChunk, timestampTZValueFromDate, VARCHAR, BIGINT, TIMESTAMPTZ } from "@duckdb/node-api";
import type { DuckDBAppender, DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Feed, StreamFeed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { bronzeColumns, bronzeStatements } from "./bronze-table.ts";
import type { LandedObject, LandedSegment } from "./landed-object.ts";
import type { LoadedObject, Loader, Replayed } from "./loader.ts";
import { openDatabase, type Database } from "./open-database.ts";
import { readAhead } from "./read-ahead.ts";
import { readRows, type ObjectRows } from "./read-rows.ts";
import { replayRanges } from "./replay-ranges.ts";

export interface DuckDbLoaderOptions {
  readonly store: ObjectStore;
  readonly now: () => Date;
  /** Small segments share a transaction, as each one costs a flush to disk. Default: 50,000. */
  readonly rowsPerTransaction?: number;
}

export interface OpenDuckDbLoaderOptions extends DuckDbLoaderOptions {
  /** Path of the database file; it is made when it is missing. */
  readonly database: string;
  /** How long to wait while another process holds the database. */
  readonly waitMs?: number;
}

const defaultRowsPerTransaction = 50_000;
const objectsPerTransaction = 500;
/** In uncompressed bytes: rows in memory take a few times as much. */
const readLimits = { count: 8, weight: 32 * 1024 * 1024 };
/** DuckDB's vectors hold no more. */
const rowsPerChunk = 2048;
const ledgerTypes = [VARCHAR, VARCHAR, BIGINT, VARCHAR, TIMESTAMPTZ];

/**
 * Loads into the tables of schema `bronze` in a DuckDB file. It holds the file from here until `close`. Throws
 * DATABASE_BUSY or DATABASE_UNUSABLE.
 */
export async function openDuckDbLoader(options: OpenDuckDbLoaderOptions): Promise<Loader> {
  const { database: path, waitMs } = options;
  return duckDbLoader(await openDatabase({ path, ...(waitMs === undefined ? {} : { waitMs }) }), options);
}

/** Loads into an open database, which `close` closes. */
export function duckDbLoader(database: Database, options: DuckDbLoaderOptions): Loader {
  const { store, now, rowsPerTransaction = defaultRowsPerTransaction } = options;
  const { connection } = database;

  return {
    destination: database.path,

    async prepare(feeds) {
      for (const statement of bronzeStatements(feeds)) await connection.run(statement);
    },

    async listLoaded(feed) {
      const query = "select object from bronze.load_ledger where feed = ?";
      const reader = await connection.runAndReadAll(query, [feed.name]);
      return new Set(reader.getRows().map(([object]) => String(object)));
    },

    async load(feed, objects, onObject) {
      let group: ObjectRows[] = [];
      const write = async (): Promise<void> => {
        if (group.length === 0) return;
        await writeGroup(connection, feed, group);
        for (const { object, rows } of group) onObject({ outcome: "loaded", object, rows: rows.length });
        group = [];
      };
      const read = (landed: LandedObject): Promise<ObjectRows | Failure> => tryReadRows(store, landed, now());
      for await (const result of readAhead(objects, read, rawSizeBytes, readLimits)) {
        if ("outcome" in result) {
          onObject(result);
          continue;
        }
        group.push(result);
        if (group.length >= objectsPerTransaction || countRows(group) >= rowsPerTransaction) await write();
      }
      await write();
    },

    async replay(feed, segments) {
      return await inTransaction(connection, async () => {
        const deleted = await deleteOffsets(connection, feed, segments);
        let loaded = 0;
        const read = (landed: LandedObject): Promise<ObjectRows> => readRows(store, landed, now());
        for await (const object of readAhead(segments, read, rawSizeBytes, readLimits)) {
          await appendRows(connection, feed, object.rows);
          await replaceInLedger(connection, feed, object);
          loaded += object.rows.length;
        }
        return { deleted, loaded } satisfies Replayed;
      });
    },

    async close() {
      database.close();
    },
  };
}

/** The size of an object before compression, as landing recorded it. */
function rawSizeBytes({ metadata, sizeBytes }: LandedObject): number {
  return Number(metadata["rawSizeBytes"] ?? metadata["sizeBytes"]) || sizeBytes;
}

type Failure = Extract<LoadedObject, { outcome: "failed" }>;

/** The rows of an object, or what is wrong with it. An unreachable store is thrown. */
async function tryReadRows(
  store: ObjectStore,
  landed: LandedObject,
  loadedAt: Date,
): Promise<ObjectRows | Failure> {
  try {
    return await readRows(store, landed, loadedAt);
  } catch (error) {
    if (!(error instanceof IngestError) || error.code === "STORE_UNREACHABLE") throw error;
    return { outcome: "failed", object: landed.name, error };
  }
}

/** Writes the rows of several objects and their rows in the ledger in one transaction. */
async function writeGroup(
  connection: DuckDBConnection,
  feed: Feed,
  group: readonly ObjectRows[],
): Promise<void> {
  await inTransaction(connection, async () => {
    await appendRows(
      connection,
      feed,
      group.flatMap((object) => object.rows),
    );
    const ledger = group.map((object) => ledgerRow(feed, object));
    await append(connection, "load_ledger", ledgerTypes, ledger);
  });
}

async function inTransaction<Result>(
  connection: DuckDBConnection,
  work: () => Promise<Result>,
): Promise<Result> {
  await connection.run("begin");
  try {
    const result = await work();
    await connection.run("commit");
    return result;
  } catch (error) {
    await connection.run("rollback");
    throw error;
  }
}

function ledgerRow(feed: Feed, { object, rows, crc32c, loadedAt }: ObjectRows): DuckDBValue[] {
  return [object, feed.name, BigInt(rows.length), crc32c, timestampTZValueFromDate(loadedAt)];
}

async function replaceInLedger(connection: DuckDBConnection, feed: Feed, object: ObjectRows): Promise<void> {
  await connection.run(
    `insert into bronze.load_ledger values (?, ?, ?, ?, ?)
    on conflict (object) do update set rows = excluded.rows, crc32c = excluded.crc32c, loaded_at = excluded.loaded_at`,
    ledgerRow(feed, object),
  );
}

/** Deletes the rows at all offsets that the segments answer for, and gives their number. */
async function deleteOffsets(
  connection: DuckDBConnection,
  feed: StreamFeed,
  segments: readonly LandedSegment[],
): Promise<number> {
  let deleted = 0;
  for (const { topic, epoch, partition, from, to } of replayRanges(segments)) {
    const { rowsChanged } = await connection.run(
      `delete from bronze."${feed.name}"
      where _topic = ? and _epoch = ? and _partition = ? and _offset between ? and ?`,
      [topic, epoch, partition, BigInt(from), BigInt(to)],
    );
    deleted += rowsChanged;
  }
  return deleted;
}

async function appendRows(
  connection: DuckDBConnection,
  feed: Feed,
  rows: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  const columns = bronzeColumns(feed).map(({ appendType }) => appendType);
  await append(connection, feed.name, columns, rows);
}

async function append(
  connection: DuckDBConnection,
  table: string,
  types: readonly DuckDBType[],
  rows: readonly (readonly DuckDBValue[])[],
): Promise<void> {
  const appender = await connection.createAppender(table, "bronze");
  for (let start = 0; start < rows.length; start += rowsPerChunk) {
    appendChunk(appender, types, rows.slice(start, start + rowsPerChunk));
  }
  appender.closeSync();
}

function appendChunk(
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  rows: readonly (readonly DuckDBValue[])[],
): void {
  const chunk = DuckDBDataChunk.create(types, rows.length);
  chunk.setRows(rows);
  appender.appendDataChunk(chunk);
}

function countRows(group: readonly ObjectRows[]): number {
  return group.reduce((sum, { rows }) => sum + rows.length, 0);
}
