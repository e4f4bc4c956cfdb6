import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileEvent } from "../source/file-events.ts";
import { convertFeed } from "./convert-feed.ts";
import { unsentEvents } from "./unsent-events.ts";
import { writeEvents } from "./write-events.ts";

const samplesDir = path.join(import.meta.dirname, "../../../samples");
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "produce-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("convertFeed and writeEvents", () => {
  it("make the same file of the samples every time, one event a line", async () => {
    const files = [path.join(folder, "first.ndjson"), path.join(folder, "new/second.ndjson")];
    for (const file of files) {
      const { events } = await convertFeed("climate_records", samplesDir);
      await writeEvents(file, events);
    }
    const [first, second] = await Promise.all(files.map(async (file) => await readFile(file, "utf8")));
    expect(first).toBe(second);
    const lines = first?.trimEnd().split("\n") ?? [];
    expect(lines).toHaveLength(1641);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ record_id: "heat_ed_visits:nyc:2020-07-01" });
  });

  it("refuse a feed for which there is no converter, naming those that there are", async () => {
    await expect(convertFeed("weather", samplesDir)).rejects.toMatchObject({
      code: "PRODUCE_FEED_UNKNOWN",
      hint: "Events can be made of: climate_records, stock_ticks, bank_transactions, click_events.",
    });
  });

  it("stop at a file that is missing", async () => {
    await expect(convertFeed("climate_records", folder)).rejects.toMatchObject({
      code: "BATCH_FILE_MISSING",
    });
  });

  it("leave an earlier file alone when the new one cannot be written", async () => {
    const blocked = path.join(folder, "a-file");
    await writeFile(blocked, "earlier");
    await expect(writeEvents(path.join(blocked, "events.ndjson"), [])).rejects.toMatchObject({
      code: "PRODUCE_FILE_UNWRITABLE",
    });
    expect(await readdir(folder)).toEqual(["a-file"]);
  });
});

describe("unsentEvents", () => {
  const event = (partition: number, text: string): FileEvent => ({
    partition,
    timestampMs: 0,
    key: null,
    value: Buffer.from(text),
  });

  async function unsent(
    counts: readonly (readonly [number, number])[],
    chunkSize: number,
  ): Promise<string[][]> {
    async function* file(): AsyncGenerator<FileEvent> {
      yield* [event(0, "a"), event(1, "b"), event(0, "c"), event(2, "d"), event(1, "e")];
    }
    const chunks: string[][] = [];
    for await (const chunk of unsentEvents(file(), new Map(counts), chunkSize)) {
      chunks.push(chunk.map(({ value }) => Buffer.from(value).toString()));
    }
    return chunks;
  }

  it("gives all events in the order of the file, in chunks", async () => {
    expect(await unsent([], 2)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  });

  it("leaves out the first events of a partition, as many as it holds", async () => {
    expect(
      await unsent(
        [
          [0, 1],
          [1, 2],
        ],
        10,
      ),
    ).toEqual([["c", "d"]]);
  });

  it("gives nothing when the topic holds everything", async () => {
    expect(
      await unsent(
        [
          [0, 2],
          [1, 2],
          [2, 5],
        ],
        10,
      ),
    ).toEqual([]);
  });
});
