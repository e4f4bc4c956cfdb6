import type { Feed } from "@headwater/contracts";

import { inTransaction, type SnowflakeSession } from "./snowflake-session.ts";

/** A row of the ledger: an object whose rows all stand in Bronze. */
export interface LedgerEntry {
  readonly object: string;
  readonly rows: number;
  /** CRC32C of the object's body, base64. */
  readonly crc32c: string;
}

/** More names in one statement make it slow to compile. */
const namesPerStatement = 1000;

/** From 65,280 values on the driver would make a stage for them, and that ends the transaction. */
const entriesPerStatement = 5000;

/** Makes the ledger and the lock, where they are missing. A primary key would promise what Snowflake does not enforce. */
export async function prepareLedger(session: SnowflakeSession, feeds: readonly Feed[]): Promise<void> {
  await session.run("create schema if not exists bronze");
  await session.run(`create table if not exists bronze.load_ledger (
    object varchar not null,
    feed varchar not null,
    row_count bigint not null,
    crc32c varchar not null,
    loaded_at timestamp_tz not null
)`);
  await session.run("create table if not exists bronze.load_lock (feed varchar, taken_at timestamp_tz)");
  await inTransaction(session, async () => {
    for (const { name } of feeds) {
      await session.run(
        `insert into bronze.load_lock (feed)
select column1 from values ('${name}') where not exists (select feed from bronze.load_lock where feed = '${name}')`,
      );
    }
  });
}

/**
 * Keeps other loaders of the feed waiting until the transaction ends. An UPDATE locks in Snowflake, INSERT and COPY do
 * not: without it two loaders could copy one object at the same time.
 */
export async function takeLoadLock(session: SnowflakeSession, feed: Feed): Promise<void> {
  await session.run("update bronze.load_lock set taken_at = current_timestamp() where feed = ?", [feed.name]);
}

/** All objects of the feed that are in the ledger. */
export async function readLedger(session: SnowflakeSession, feed: Feed): Promise<ReadonlySet<string>> {
  const rows = await session.run("select object from bronze.load_ledger where feed = ?", [feed.name]);
  return new Set(rows.map(({ object }) => String(object)));
}

/** Which of the objects are in the ledger. */
export async function findLedgered(
  session: SnowflakeSession,
  objects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return await countByObject(
    session,
    objects,
    (names) => `select object, row_count as row_total from bronze.load_ledger where object in (${names})`,
  );
}

/** How many rows of each object stand in Bronze. Objects without a row are left out. */
export async function countBronzeRows(
  session: SnowflakeSession,
  feed: Feed,
  objects: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return await countByObject(
    session,
    objects,
    (names) =>
      `select _object as object, count(*) as row_total from bronze.${feed.name} where _object in (${names}) group by _object`,
  );
}

/** Adds objects to the ledger, in the transaction of their rows. */
export async function addToLedger(
  session: SnowflakeSession,
  feed: Feed,
  entries: readonly LedgerEntry[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += entriesPerStatement) {
    await session.run(
      "insert into bronze.load_ledger (object, feed, row_count, crc32c, loaded_at) values (?, ?, ?, ?, current_timestamp())",
      entries
        .slice(start, start + entriesPerStatement)
        .map(({ object, rows, crc32c }) => [object, feed.name, rows, crc32c]),
    );
  }
}

/** Takes objects out of the ledger, in the transaction that loads them again. */
export async function removeFromLedger(session: SnowflakeSession, objects: readonly string[]): Promise<void> {
  for (let start = 0; start < objects.length; start += namesPerStatement) {
    const names = objects.slice(start, start + namesPerStatement);
    const placeholders = names.map(() => "?").join(", ");
    await session.run(`delete from bronze.load_ledger where object in (${placeholders})`, names);
  }
}

async function countByObject(
  session: SnowflakeSession,
  objects: readonly string[],
  statement: (placeholders: string) => string,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let start = 0; start < objects.length; start += namesPerStatement) {
    const names = objects.slice(start, start + namesPerStatement);
    const rows = await session.run(statement(names.map(() => "?").join(", ")), names);
    for (const { object, row_total } of rows) counts.set(String(object), Number(row_total));
  }
  return counts;
}
