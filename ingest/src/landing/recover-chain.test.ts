import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import { landStream } from "./land-stream.ts";
import { recoverChain } from "./recover-chain.ts";
import { partitionOf } from "./segment-name.ts";

const id = partitionOf(exampleFeed, 0);

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-recover-"));
  store = openLocalStore(folder);
  const events = Array.from({ length: 30 }, (_, index) => exampleEvent("a", index));
  const source = listedSource([listedPartition(events)]);
  const feed = { ...exampleFeed, partitions: 1 };
  await landStream({ feed, source, store, isOnce: true, limits: { maxRecords: 10 } });
});
afterEach(() => rm(folder, { recursive: true }));

/** The chain as it is recovered, and which segments were listed for it. */
async function recover(lastKnown?: number) {
  const listed: string[] = [];
  const watched: ObjectStore = {
    ...store,
    async *list(...names) {
      for await (const object of store.list(...names)) {
        listed.push(object.name.slice(-12, -10));
        yield object;
      }
    },
  };
  return { ...(await recoverChain(watched, id, lastKnown)), listed };
}

describe("the end of a chain", () => {
  it("is found by listing all of it", async () => {
    expect(await recover()).toMatchObject({ position: 30, lastSegment: 20, listed: ["00", "10", "20"] });
  });

  it("is found from the last segment that is known", async () => {
    const all = await recover();
    expect(await recover(20)).toEqual({ ...all, listed: ["20"] });
    expect(await recover(10)).toEqual({ ...all, listed: ["10", "20"] });
  });

  it("is not believed to be where there is no segment", async () => {
    expect(await recover(15)).toMatchObject({ position: 30, listed: ["20", "00", "10", "20"] });
    expect(await recover(4000)).toMatchObject({ position: 30, listed: ["00", "10", "20"] });
  });

  it("is not guessed over a missing segment behind the one that is known", async () => {
    await rm(join(folder, "readings/readings/1/0/00000000000000000010.ndjson.gz"), { recursive: true });
    await expect(recover(0)).rejects.toMatchObject({ code: "INGEST_CHAIN_BROKEN" });
    await expect(recover()).rejects.toMatchObject({ code: "INGEST_CHAIN_BROKEN" });
  });
});
