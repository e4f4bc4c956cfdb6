import type { BatchFeed, StreamFeed } from "@headwater/contracts";

import type { State } from "./state.ts";

/** What every stage of the demo needs. */
export interface DemoContext {
  readonly state: State;
  /** The folder with the publishers' files, as in samples/. */
  readonly dataDir: string;
  readonly stream: StreamFeed;
  readonly batch: readonly BatchFeed[];
  /** The streams of other domains: the demo brings no events of theirs, but dbt's sources are their tables. */
  readonly idleStreams: readonly StreamFeed[];
  /** Replay the stream through these brokers instead of from a file. */
  readonly brokers: readonly string[] | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}
