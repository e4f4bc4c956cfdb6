import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readFileEvents, type FileEvent } from "./file-events.ts";
import { openFileSource } from "./file-source.ts";
import { partitionForKey } from "./partition-for-key.ts";
import { contractEvents, contractFeed, describeSource } from "../testing/source-contract.ts";

const feed = { key: "id", eventTime: "at", recordTime: "published_at", partitions: 3 };
const publishedAt = "2024-05-02T00:00:00Z";
const event = (id: string): string =>
  JSON.stringify({ id, at: "2024-05-01T00:00:00Z", published_at: publishedAt });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-file-source-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.ndjson`);
  await writeFile(path, content);
  return path;
}

async function eventsOf(content: string | Uint8Array): Promise<readonly FileEvent[]> {
  const events: FileEvent[] = [];
  for await (const event of readFileEvents(await file(content), feed)) events.push(event);
  return events;
}

describe("readFileEvents", () => {
  it("keys and times each event by its contract's fields", async () => {
    const [read] = await eventsOf(`${event("a")}\n`);
    expect(read).toEqual({
      partition: partitionForKey(Buffer.from("a"), 3),
      key: Buffer.from("a"),
      timestampMs: Date.parse(publishedAt),
      value: Buffer.from(event("a")),
    });
  });

  it("passes a truncated last line on, without key and time", async () => {
    const events = await eventsOf(`${event("a")}\n{"id":"b`);
    expect(events.at(-1)).toEqual({
      partition: 0,
      key: null,
      timestampMs: -1,
      value: Buffer.from('{"id":"b'),
    });
  });

  it("takes a last line without a line break, Windows line breaks, a byte order mark, and skips blank lines", async () => {
    const events = await eventsOf(`\ufeff${event("a")}\r\n\r\n  \n${event("b")}`);
    expect(events.map(({ value }) => Buffer.from(value).toString())).toEqual([event("a"), event("b")]);
  });

  it("has no events in an empty file", async () => {
    expect(await eventsOf("")).toEqual([]);
  });

  it.each(['"2024-05-01T00:00:00"', '"yesterday"', "1714521600000", "null"])(
    "takes no time from %s: it would depend on the machine or be a guess",
    async (time) => {
      expect(await eventsOf(`{"id":"a","published_at":${time}}`)).toMatchObject([{ timestampMs: -1 }]);
    },
  );

  it("keeps bytes that are not UTF-8", async () => {
    const line = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(await eventsOf(line)).toMatchObject([{ key: null, value: line }]);
  });

  it("reads lines that are longer than its chunks", async () => {
    const long = event("x".repeat(700_000));
    const events = await eventsOf(`${long}\n${event("b")}\n${long}`);
    expect(events.map(({ value }) => value.byteLength)).toEqual([
      long.length,
      event("b").length,
      long.length,
    ]);
  });
});

describeSource("a file", async () => openFileSource(await file(contractEvents.join("\n")), contractFeed));

describe("openFileSource", () => {
  it("says which file cannot be read", async () => {
    const missing = join(folder, "missing.ndjson");
    await expect(openFileSource(missing, feed).open()).rejects.toMatchObject({
      code: "INGEST_SOURCE_UNREADABLE",
      message: expect.stringContaining(missing),
    });
  });

  it("does not read past an event whose partition is not wanted", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `id-${index}`);
    const source = openFileSource(await file(ids.map(event).join("\n")), feed);
    await source.open();
    const [first = ""] = ids;
    const partition = partitionForKey(Buffer.from(first), 3);
    const [only] = await source.read([{ partition, position: 0 }]);
    expect(only).toMatchObject({ partition, from: 0 });
    expect(source.ends()).toBeUndefined();
    const rest = await source.read(
      [0, 1, 2].map((each) => ({ partition: each, position: each === partition ? (only?.next ?? 0) : 0 })),
    );
    expect([only, ...rest].flatMap((batch) => batch?.records ?? [])).toHaveLength(ids.length);
    expect([...(source.ends()?.values() ?? [])].reduce((sum, end) => sum + end, 0)).toBe(ids.length);
    await source.close();
  });

  it("refuses a file that is shorter than what was landed from it", async () => {
    const source = openFileSource(await file(event("a")), feed);
    await source.open();
    const partition = partitionForKey(Buffer.from("a"), 3);
    await expect(
      source.read([0, 1, 2].map((each) => ({ partition: each, position: each === partition ? 5 : 0 }))),
    ).rejects.toMatchObject({
      code: "INGEST_STREAM_RECREATED",
    });
  });
});
