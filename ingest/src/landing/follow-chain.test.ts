import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { openLocalStore } from "../store/local-store.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Compression } from "./compression.ts";
import { followChain } from "./follow-chain.ts";
import { segmentName } from "./segment-name.ts";

const feed = { name: "readings", topic: "readings", epoch: 1 };
const first = { feed: "readings", topic: "readings", epoch: 1, partition: 3, position: 0 };

let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-chain-"));
  store = openLocalStore(folder);
});
afterEach(() => rm(folder, { recursive: true }));

it("is as the first worker of the epoch wanted it", async () => {
  expect(await followChain(store, feed, "zstd")).toBe("zstd");
  expect(await followChain(store, feed, "gzip")).toBe("zstd");
  expect(await followChain(store, { ...feed, epoch: 2 }, "gzip")).toBe("gzip");
  const { body } = await store.read("readings/readings/1/_chain.json");
  expect(Buffer.from(body).toString()).toBe('{"version":1,"compression":"zstd"}\n');
});

it.each<Compression>(["gzip", "zstd"])(
  "is %s where segments are older than the file",
  async (compression) => {
    await store.create(segmentName(first, compression), Buffer.alloc(0), {});
    expect(await followChain(store, feed, compression === "gzip" ? "zstd" : "gzip")).toBe(compression);
  },
);

it("is the same for workers that begin at the same time and want different ones", async () => {
  const wishes: readonly Compression[] = ["gzip", "zstd", "gzip", "zstd", "zstd", "gzip"];
  const found = await Promise.all(wishes.map((wanted) => followChain(store, feed, wanted)));
  expect(new Set(found).size).toBe(1);
});

it("is not guessed when the file cannot be understood", async () => {
  await store.create("readings/readings/1/_chain.json", Buffer.from('{"version":2}'), {});
  await expect(followChain(store, feed, "gzip")).rejects.toMatchObject({
    code: "INGEST_CHAIN_UNREADABLE",
    message: expect.stringContaining('found {"version":2}'),
  });
});
