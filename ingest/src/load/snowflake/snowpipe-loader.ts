import { snowflakeBronze, type Feed } from "@headwater/contracts";

import { IngestError } from "../../errors.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { checkObjects, type CheckedObject } from "../checked-objects.ts";
import type { LoadedObject, Loader } from "../loader.ts";
import { findPipe, pipeName } from "./feed-pipe.ts";
import { addToLedger, countBronzeRows, findLedgered, readLedger, takeLoadLock } from "./load-ledger.ts";
import { awaitReports, type PipeWaiting } from "./pipe-reports.ts";
import { judgeRows, prepareBronze } from "./snowflake-loader.ts";
import { inTransaction, type SnowflakeSession } from "./snowflake-session.ts";
import type { SnowpipeClient } from "./snowpipe-client.ts";

export interface SnowpipeLoaderOptions {
  readonly store: ObjectStore;
  readonly client: SnowpipeClient;
  /** Where Snowflake finds the store's objects, as `gcs://bucket/prefix`. */
  readonly landingUrl: string;
  readonly now: () => Date;
  /** How long to wait for the pipe without any file being loaded. Default: 10 minutes. */
  readonly waitMs?: number;
  /** Between two looks at the report, which goes back ten minutes. Default: 5 seconds. */
  readonly pollMs?: number;
  /** Snowpipe takes 5,000 in a request at most, the default. */
  readonly filesPerRequest?: number;
  /** Called with what was submitted and is not loaded yet, for metrics. */
  readonly onBacklog?: (backlog: PipeBacklog) => void;
}

/** Files that a pipe has, but has not loaded. */
export interface PipeBacklog {
  readonly feed: string;
  readonly files: number;
  readonly sizeBytes: number;
}

const mostFilesPerRequest = 5000;

/**
 * Loads through a feed's pipe: Snowflake copies the objects by itself, and commits their rows in its own time. So the
 * ledger follows the rows instead of standing in their transaction: what is in Bronze and not in the ledger, after a
 * kill or by an auto-ingest pipe, is found there at the next run and is not submitted again. A pipe ignores a path that
 * it has had in the last 14 days; older ones are kept out by that look into Bronze. A pipe that the bucket tells of new
 * objects takes none from here: then only the ledger is brought up to what it has loaded.
 */
export function snowpipeLoader(session: SnowflakeSession, options: SnowpipeLoaderOptions): Loader {
  const { store, landingUrl } = options;
  const filesPerRequest = Math.min(options.filesPerRequest ?? mostFilesPerRequest, mostFilesPerRequest);

  return {
    destination: `${session.destination}, through Snowpipe`,

    async prepare(feeds) {
      await prepareBronze(session, feeds, landingUrl);
      for (const feed of feeds) await session.run(snowflakeBronze(feed).pipe("rest"));
    },

    listLoaded: async (feed) => await readLedger(session, feed),

    async load(feed, objects, onObject) {
      for (let start = 0; start < objects.length; start += filesPerRequest) {
        const group = await checkObjects(store, objects.slice(start, start + filesPerRequest));
        group.damaged.forEach(onObject);
        await loadGroup(session, options, feed, group.sound, onObject);
      }
    },

    async replay() {
      throw new IngestError(
        "REPLAY_REFUSED",
        "Snowpipe cannot load offsets again: a pipe ignores a file that it has had in the last 14 days, and commits its rows in its own time, so that deleting the old rows and loading the new ones would not be one transaction.",
        "Replay by COPY into the same table: headwater replay … --into snowflake.",
      );
    },

    close: async () => await session.close(),
  };
}

/** An object of which Bronze has another number of rows than landed. */
interface Unsettled {
  readonly object: CheckedObject;
  readonly found: number;
}

async function loadGroup(
  session: SnowflakeSession,
  options: SnowpipeLoaderOptions,
  feed: Feed,
  objects: readonly CheckedObject[],
  onObject: (loaded: LoadedObject) => void,
): Promise<void> {
  /** Takes over what stands in Bronze in full, whatever a report says. Gives the others, with their rows in Bronze. */
  const settle = async (done: readonly CheckedObject[]): Promise<readonly Unsettled[]> => {
    const filled = done.filter(({ rows }) => rows > 0).map(({ object }) => object);
    const counts = await countBronzeRows(session, feed, filled);
    const counted = done.map((object) => ({ object, found: counts.get(object.object) ?? 0 }));
    const complete = counted.filter(({ object, found }) => found === object.rows).map(({ object }) => object);
    await recordLoaded(session, feed, complete);
    for (const object of complete) onObject(judgeRows(object, object.rows));
    return counted.filter(({ object, found }) => found !== object.rows);
  };

  // Also the first look: a run that was killed, or another pipe, may have loaded some already.
  const unsettled = await settle(objects);
  // An object with some rows is not submitted: the pipe may have forgotten it, and would add all of them.
  for (const { object, found } of unsettled) if (found > 0) onObject(judgeRows(object, found));
  const missing = unsettled.filter(({ found }) => found === 0).map(({ object }) => object);
  if (missing.length === 0) return;
  const pipe = pipeName(session, feed);
  if ((await findPipe(session, feed)) === "auto-ingest") {
    for (const object of missing) onObject(notLoadedYet(object, pipe));
    return;
  }
  const byPath = new Map(missing.map((object) => [object.object.slice(feed.name.length + 1), object]));
  const waiting = await submit(options, pipe, byPath, onObject);
  const take = (paths: Iterable<string>): readonly CheckedObject[] =>
    [...paths].flatMap((path) => byPath.get(path) ?? []);
  const reportBacklog = (): void => options.onBacklog?.(backlogOf(feed, take(waiting.pending)));
  reportBacklog();
  for await (const { loaded, refused } of awaitReports(options, waiting)) {
    for (const { path, firstError, status } of refused) {
      for (const object of take([path])) onObject(failed(object, firstError ?? status));
    }
    for (const { object, found } of await settle(take(loaded))) {
      const isGone = failed(object, "the pipe has loaded it before, and none of its rows is in Bronze");
      onObject(found === 0 ? isGone : judgeRows(object, found));
    }
    reportBacklog();
  }
  // The report of a file may be lost for good; its rows are not.
  for (const { object } of await settle(take(waiting.pending))) onObject(notLoadedYet(object, pipe));
}

/** Tells the pipe of files by their paths. Gives what to wait for: all but those that are none of its files. */
async function submit(
  { client, now }: SnowpipeLoaderOptions,
  pipe: string,
  byPath: ReadonlyMap<string, CheckedObject>,
  onObject: (loaded: LoadedObject) => void,
): Promise<PipeWaiting> {
  const submittedAt = now();
  const files = [...byPath].map(([path, { sizeBytes }]) => ({ path, sizeBytes }));
  const { skipped, unmatched } = await client.insertFiles(pipe, files);
  const pending = new Set(byPath.keys());
  for (const path of unmatched) {
    pending.delete(path);
    const object = byPath.get(path);
    if (object) onObject(failed(object, "its name does not match the pipe's pattern"));
  }
  const since = historyStart(skipped, byPath, submittedAt);
  return { pipe, pending, since, wasSkipped: skipped.length > 0 };
}

/** Writes the ledger behind the pipe. The lock keeps another loader from writing the same lines. */
async function recordLoaded(
  session: SnowflakeSession,
  feed: Feed,
  objects: readonly CheckedObject[],
): Promise<void> {
  if (objects.length === 0) return;
  await inTransaction(session, async () => {
    await takeLoadLock(session, feed);
    const known = await findLedgered(
      session,
      objects.map(({ object }) => object),
    );
    const entries = objects.filter(({ object }) => !known.has(object));
    await addToLedger(session, feed, entries);
  });
}

/** Since when the pipe can have loaded these: a skipped file was submitted by an earlier run, after it was landed. */
function historyStart(
  skipped: readonly string[],
  byPath: ReadonlyMap<string, CheckedObject>,
  submittedAt: Date,
): Date {
  const landed = skipped.flatMap((path) => byPath.get(path)?.landedAt.getTime() ?? []);
  const oldestMs = submittedAt.getTime() - 14 * 24 * 3_600_000 + 60_000;
  return new Date(Math.max(oldestMs, Math.min(submittedAt.getTime() - 60_000, ...landed)));
}

function backlogOf({ name }: Feed, objects: readonly CheckedObject[]): PipeBacklog {
  const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  return { feed: name, files: objects.length, sizeBytes };
}

function failed({ object }: CheckedObject, reason: string): LoadedObject {
  const error = new IngestError(
    "LOAD_FILE_REFUSED",
    `Snowpipe could not load ${object}: ${reason}`,
    "The pipe ignores this name for 14 days, also when it failed: mend the cause, then load it by `headwater load --to snowflake`.",
  );
  return { outcome: "failed", object, error };
}

function notLoadedYet({ object }: CheckedObject, pipe: string): LoadedObject {
  const error = new IngestError(
    "SNOWPIPE_NOT_LOADED_YET",
    `${pipe} has not loaded ${object} yet`,
    "Run it again later, nothing is loaded twice; SELECT SYSTEM$PIPE_STATUS('<pipe>') says whether the pipe is running.",
  );
  return { outcome: "failed", object, error };
}
