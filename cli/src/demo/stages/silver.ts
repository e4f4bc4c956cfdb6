import { runSilver } from "@headwater/ingest";

import type { DemoContext } from "../context.ts";

/** Types, deduplicates and quarantines the stream's events. */
export async function silver({ state, stream, idleStreams, signal }: DemoContext): Promise<string> {
  const feeds = [stream, ...idleStreams];
  const [result] = await runSilver({ feeds, database: state.database, signal });
  const parts = Object.entries(result?.events ?? {});
  return parts.map(([disposition, events]) => `${events.toLocaleString("en-US")} ${disposition}`).join(", ");
}
