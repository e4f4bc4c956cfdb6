import { snowflakeBronze, type Feed, type StreamFeed } from "@headwater/contracts";

import { IngestError } from "../../errors.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { checkObjects, type CheckedObject } from "../checked-objects.ts";
import type { LandedObject, LandedSegment } from "../landed-object.ts";
import type { LoadedObject, Loader, Replayed } from "../loader.ts";
import { replayRanges } from "../replay-ranges.ts";
import { requireIdlePipe } from "./feed-pipe.ts";
import {
  addToLedger,
  countBronzeRows,
  findLedgered,
  prepareLedger,
  readLedger,
  removeFromLedger,
  takeLoadLock,
} from "./load-ledger.ts";
import { inTransaction, type SnowflakeRow, type SnowflakeSession } from "./snowflake-session.ts";

export interface SnowflakeLoaderOptions {
  readonly store: ObjectStore;
  /** Where Snowflake finds the store's objects, as `gcs://bucket/prefix`. */
  readonly landingUrl: string;
  /** Objects that share a transaction and a COPY. Snowflake takes 1,000 names at most, the default. */
  readonly objectsPerCopy?: number;
}

const mostFilesPerCopy = 1000;

/**
 * Loads by COPY of exactly the objects that are new, in transactions that also write the ledger. COPY's own memory of
 * 64 days is not relied on (`force`): the ledger decides, and a lock keeps two loaders of a feed apart.
 */
export function snowflakeLoader(session: SnowflakeSession, options: SnowflakeLoaderOptions): Loader {
  const { store, landingUrl } = options;
  const objectsPerCopy = Math.min(options.objectsPerCopy ?? mostFilesPerCopy, mostFilesPerCopy);

  return {
    destination: session.destination,
    prepare: async (feeds) => await prepareBronze(session, feeds, landingUrl),
    listLoaded: async (feed) => await readLedger(session, feed),

    async load(feed, objects, onObject) {
      if (objects.length > 0) await requireIdlePipe(session, feed);
      for (let start = 0; start < objects.length; start += objectsPerCopy) {
        const results = await loadGroup(session, store, feed, objects.slice(start, start + objectsPerCopy));
        results.forEach(onObject);
      }
    },

    async replay(feed, segments) {
      await requireIdlePipe(session, feed);
      const { sound, damaged } = await checkObjects(store, segments);
      for (const { error } of damaged) throw error;
      return await inTransaction(session, async () => {
        await takeLoadLock(session, feed);
        return await copyAgain(session, feed, segments, sound, objectsPerCopy);
      });
    },

    close: async () => await session.close(),
  };
}

/** Makes the ledger and every feed's table, file format and stage, where they are missing. */
export async function prepareBronze(
  session: SnowflakeSession,
  feeds: readonly Feed[],
  landingUrl: string,
): Promise<void> {
  await prepareLedger(session, feeds);
  for (const feed of feeds) {
    const { table, fileFormat, stage } = snowflakeBronze(feed);
    for (const statement of [table, fileFormat, stage(landingUrl)]) await session.run(statement);
  }
}

async function loadGroup(
  session: SnowflakeSession,
  store: ObjectStore,
  feed: Feed,
  objects: readonly LandedObject[],
): Promise<readonly LoadedObject[]> {
  const { sound, damaged } = await checkObjects(store, objects);
  if (sound.length === 0) return damaged;
  const loaded = await inTransaction(session, async () => {
    await takeLoadLock(session, feed);
    return await copyMissing(session, feed, sound);
  });
  return [...damaged, ...loaded];
}

/** Copies what is neither in the ledger nor, by a pipe, in the table, and adds to the ledger what then stands there. */
async function copyMissing(
  session: SnowflakeSession,
  feed: Feed,
  objects: readonly CheckedObject[],
): Promise<readonly LoadedObject[]> {
  const names = objects.map(({ object }) => object);
  const ledgered = await findLedgered(session, names);
  const missing = objects.filter(({ object }) => !ledgered.has(object));
  const present = await countBronzeRows(
    session,
    feed,
    missing.map(({ object }) => object),
  );
  const toCopy = missing.filter(({ object, rows }) => rows > 0 && !present.has(object));
  const copied = toCopy.length === 0 ? [] : await session.run(copyStatement(feed, toCopy));
  const results = missing.map((object) => {
    const rows = present.get(object.object);
    if (rows !== undefined) return judgeRows(object, rows);
    return object.rows === 0 ? judgeRows(object, 0) : judgeCopy(object, copied);
  });
  await removePartial(session, feed, results, copied);
  const entries = missing.filter((_, index) => results[index]?.outcome === "loaded");
  await addToLedger(session, feed, entries);
  const others = objects.filter(({ object }) => ledgered.has(object));
  return [...others.map(({ object, rows }) => ({ outcome: "loaded", object, rows }) as const), ...results];
}

/** Deletes what stands at the segments' offsets, and copies the segments whatever COPY and the ledger remember. */
async function copyAgain(
  session: SnowflakeSession,
  feed: StreamFeed,
  segments: readonly LandedSegment[],
  objects: readonly CheckedObject[],
  objectsPerCopy: number,
): Promise<Replayed> {
  let deleted = 0;
  for (const { topic, epoch, partition, from, to } of replayRanges(segments)) {
    const [row] = await session.run(
      `delete from bronze.${feed.name}
where _topic = ? and _epoch = ? and _partition = ? and _offset between ? and ?`,
      [topic, epoch, partition, from, to],
    );
    deleted += Number(row?.["number of rows deleted"] ?? 0);
  }
  await removeFromLedger(
    session,
    objects.map(({ object }) => object),
  );
  const filled = objects.filter(({ rows }) => rows > 0);
  for (let start = 0; start < filled.length; start += objectsPerCopy) {
    const group = filled.slice(start, start + objectsPerCopy);
    const copied = await session.run(copyStatement(feed, group));
    for (const object of group) {
      const result = judgeCopy(object, copied);
      if (result.outcome === "failed") throw result.error;
    }
  }
  await addToLedger(session, feed, objects);
  return { deleted, loaded: filled.reduce((sum, { rows }) => sum + rows, 0) };
}

/** The COPY of these objects. A broken one is skipped as a whole, and does not hold up the others. */
export function copyStatement(feed: Feed, objects: readonly Pick<CheckedObject, "object">[]): string {
  const files = objects.map(({ object }) => `'${object.slice(feed.name.length + 1)}'`);
  return `${snowflakeBronze(feed).copy}
files = (${files.join(", ")})
on_error = skip_file
force = true`;
}

function judgeCopy(object: CheckedObject, copied: readonly SnowflakeRow[]): LoadedObject {
  // COPY names a file with all of its address.
  const row = copied.find(({ file }) => String(file).endsWith(`/${object.object}`));
  if (row?.["status"] === "LOADED") return judgeRows(object, Number(row["rows_loaded"]));
  const reason = row === undefined ? "COPY did not mention it" : String(row["first_error"] ?? row["status"]);
  return {
    outcome: "failed",
    object: object.object,
    error: new IngestError(
      "LOAD_FILE_REFUSED",
      `Snowflake could not load ${object.object}: ${reason}`,
      "Nothing of it was loaded. Compare the object with a copy; the landed line that is named must be JSON.",
    ),
  };
}

/** Whether as many rows stand in Bronze as were landed. */
export function judgeRows({ object, rows }: CheckedObject, found: number): LoadedObject {
  if (found === rows) return { outcome: "loaded", object, rows };
  const error = new IngestError(
    "LOAD_ROWS_DIFFER",
    `Bronze has ${found} rows of ${object}, but ${rows} were landed`,
    "Delete the object's rows from Bronze by their _object, and load again.",
  );
  return { outcome: "failed", object, error };
}

/** Rows of an object that this very COPY loaded in another number than landed must not stay. */
async function removePartial(
  session: SnowflakeSession,
  feed: Feed,
  results: readonly LoadedObject[],
  copied: readonly SnowflakeRow[],
): Promise<void> {
  for (const result of results) {
    if (result.outcome === "loaded" || result.error.code !== "LOAD_ROWS_DIFFER") continue;
    if (!copied.some(({ file }) => String(file).endsWith(`/${result.object}`))) continue;
    await session.run(`delete from bronze.${feed.name} where _object = ?`, [result.object]);
  }
}
