/** Loads a file: how many rows it gave, or why it could not be loaded. */
export type LoadFile = (path: string) => Promise<{ readonly rows: number } | { readonly error: string }>;

/** One pipe of the stand-in: what it was told of, what it loads, and what it reports. */
export interface PipeQueue {
  /** Queues paths, save those that it had in the last 14 days and those that its pattern does not match. */
  submit(paths: readonly string[]): { readonly skipped: string[]; readonly unmatched: string[] };
  /** insertReport. */
  report(beginMark: string | undefined): unknown;
  /** loadHistoryScan, with ISO times. */
  history(startInclusive: string, endExclusive: string | undefined): unknown;
  /** Loads nothing until `release`. */
  hold(): void;
  release(): void;
  /** Lets the report miss what was loaded so far, as if it were older than ten minutes. */
  forgetRecent(): void;
  /** How often each path was loaded. */
  readonly loads: ReadonlyMap<string, number>;
  /** Waits until what is being loaded is loaded. */
  close(): Promise<void>;
}

export interface PipeQueueOptions {
  readonly name: string;
  readonly pattern: RegExp;
  readonly now: () => Date;
  readonly loadFile: LoadFile;
}

interface Event {
  readonly mark: number;
  readonly time: Date;
  readonly entry: Readonly<Record<string, unknown>>;
}

const reportKeptMs = 10 * 60_000;
const historyKeptMs = 14 * 24 * 3_600_000;
const mostEvents = 10_000;

export function pipeQueue({ name, pattern, now, loadFile }: PipeQueueOptions): PipeQueue {
  const received = new Map<string, Date>();
  const loads = new Map<string, number>();
  const events: Event[] = [];
  const queue: string[] = [];
  let oldestRecent = 0;
  const state = { isHeld: false, isClosed: false };
  let running = Promise.resolve();

  async function work(): Promise<void> {
    while (queue.length > 0 && !state.isHeld && !state.isClosed) {
      const path = queue.shift() ?? "";
      const result = await loadFile(path).catch((error: unknown) => ({ error: String(error) }));
      if ("rows" in result) loads.set(path, (loads.get(path) ?? 0) + 1);
      events.push({ mark: events.length, time: now(), entry: describeFile(path, result, now()) });
    }
  }

  const start = (): void => void (running = running.then(work));
  const isKept = ({ time }: Event, keptMs: number): boolean => now().getTime() - time.getTime() < keptMs;

  return {
    loads,

    submit(paths) {
      const skipped: string[] = [];
      const unmatched: string[] = [];
      for (const path of paths) {
        const before = received.get(path);
        if (!pattern.test(path)) unmatched.push(path);
        else if (before && now().getTime() - before.getTime() < historyKeptMs) skipped.push(path);
        else {
          received.set(path, now());
          queue.push(path);
        }
      }
      start();
      return { skipped, unmatched };
    },

    report(beginMark) {
      const from = beginMark === undefined ? oldestRecent : Number(beginMark);
      const recent = events.filter(
        (event) => event.mark >= Math.max(from, oldestRecent) && isKept(event, reportKeptMs),
      );
      return {
        pipe: name,
        completeResult: from >= oldestRecent && recent.length <= mostEvents,
        nextBeginMark: String(events.length),
        files: recent.slice(-mostEvents).map(({ entry }) => entry),
      };
    },

    history(startInclusive, endExclusive) {
      const start = new Date(startInclusive).getTime();
      const end = endExclusive === undefined ? Number.POSITIVE_INFINITY : new Date(endExclusive).getTime();
      const inRange = events.filter(
        (event) =>
          event.time.getTime() >= start && event.time.getTime() < end && isKept(event, historyKeptMs),
      );
      const files = inRange.slice(0, mostEvents).map(({ entry }) => entry);
      return {
        pipe: name,
        startTimeInclusive: startInclusive,
        completeResult: files.length === inRange.length,
        files,
      };
    },

    hold: () => void (state.isHeld = true),
    release() {
      state.isHeld = false;
      start();
    },
    forgetRecent: () => void (oldestRecent = events.length),
    async close() {
      state.isClosed = true;
      await running;
    },
  };
}

function describeFile(
  path: string,
  result: Awaited<ReturnType<LoadFile>>,
  time: Date,
): Readonly<Record<string, unknown>> {
  const common = { path, stageLocation: "gcs://stand-in/", timeReceived: time.toISOString(), errorLimit: 1 };
  if ("rows" in result) {
    const counts = { rowsInserted: result.rows, rowsParsed: result.rows, errorsSeen: 0 };
    return { ...common, ...counts, lastInsertTime: time.toISOString(), complete: true, status: "LOADED" };
  }
  const counts = { rowsInserted: 0, rowsParsed: 0, errorsSeen: 1 };
  return { ...common, ...counts, firstError: result.error, complete: true, status: "LOAD_FAILED" };
}
