import {
  landBatch,
  landStream,
  openFileSource,
  openKafkaSource,
  openLocalStore,
  type Source,
} from "@headwater/ingest";

import { CommandError } from "../../errors.ts";
import type { DemoContext } from "../context.ts";
import { eventsFile } from "./prepare-input.ts";

/** Lands the stream's events and the batch files in the local store. */
export async function land(context: DemoContext, update: (detail: string) => void): Promise<string> {
  const { stream, batch, state, dataDir, signal, now } = context;
  const store = openLocalStore(state.storeDir);
  const landed = await landStream({
    feed: stream,
    source: openSource(context),
    store,
    isOnce: true,
    signal,
    onProgress: ({ recordsRead }) => update(`${recordsRead} records of ${stream.name}`),
  });
  signal.throwIfAborted();
  const files = await landBatch({
    feeds: batch,
    fromDir: dataDir,
    store,
    now,
    onFile: ({ path }) => update(path),
  });
  for (const file of files) {
    if (file.outcome !== "failed") continue;
    throw new CommandError("DEMO_BATCH_FAILED", file.error.message, file.error.hint);
  }
  const newFiles = files.filter(({ outcome }) => outcome === "landed").length;
  return `${landed.records.toLocaleString("en-US")} records in ${landed.segments} segments, ${landed.dead} dead letters, ${newFiles} batch files (new)`;
}

function openSource(context: DemoContext): Source {
  const { stream, brokers } = context;
  if (brokers === undefined) return openFileSource(eventsFile(context), stream);
  return openKafkaSource({ feed: stream, brokers, groupId: `headwater-demo.${stream.name}` });
}
