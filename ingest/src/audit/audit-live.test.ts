import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import {
  audit,
  climateEvent,
  inFolder,
  land,
  loadAndRefine,
  makeWarehouse,
  removeWarehouse,
  type TestWarehouse,
} from "../testing/climate-warehouse.ts";
import { listedPartition, listedSource } from "../testing/listed-source.ts";
import type { AuditReport } from "./audit-report.ts";
import type { LiveTopic } from "./live-topic.ts";
import type { TopicContent } from "./topic-content.ts";

const topicPlace = "climate_records/1";
const first = "climate_records/climate_records/1/0/00000000000000000000.ndjson.gz";

/** What partition 0 holds in the log: two records and a marker are landed, and more has arrived. */
const log: TopicContent = {
  records: [
    { from: 0, to: 1 },
    { from: 3, to: 9 },
  ],
  control: [{ from: 2, to: 2 }],
  aborted: [],
  start: 0,
};

let template: TestWarehouse;
let warehouse: TestWarehouse;
beforeAll(async () => {
  template = makeWarehouse();
  const partition = listedPartition([climateEvent("2024-07-01"), climateEvent("2024-07-02")]);
  const withMarker = { ...partition, next: 3, gaps: [{ from: 2, to: 2, reason: "control" as const }] };
  const empty = { records: [], next: 0 };
  await land(template, listedSource([withMarker, empty, empty]));
  await loadAndRefine(template);
}, 60_000);
afterAll(() => removeWarehouse(template));
beforeEach(() => {
  warehouse = inFolder(mkdtempSync(join(tmpdir(), "headwater-audit-")));
  cpSync(template.folder, warehouse.folder, { recursive: true });
});
afterEach(() => removeWarehouse(warehouse));

/** A topic whose first partition has ten offsets, and whose others are empty, with changes. */
async function auditWith(
  changes: Partial<LiveTopic> & { readonly content?: Partial<TopicContent> } = {},
): Promise<AuditReport> {
  const { content, ...more } = changes;
  const ends = new Map([
    [0, 10],
    [1, 0],
    [2, 0],
  ]);
  return await audit(warehouse, {
    openTopic: async () => ({
      topicId: undefined,
      isCompacted: false,
      ends,
      readPartition: async () => ({ ...log, ...content }),
      latestEnds: async () => changes.ends ?? ends,
      close: async () => undefined,
      ...more,
    }),
  });
}

const texts = ({ findings }: AuditReport): readonly string[] =>
  findings.map(({ code, place, message }) => `${code} ${place}: ${message}`);

describe("the audit of a live topic", () => {
  it("counts what the topic has beyond the chain as in flight", async () => {
    const report = await auditWith();
    expect(report.findings).toEqual([]);
    expect(report.streams[0]?.partitions).toMatchObject([
      { partition: 0, offsets: 10, counts: { landed: 2, control: 1, expired: 0, inFlight: 7 } },
      { partition: 1, offsets: 0, segments: 0 },
      { partition: 2, offsets: 0, segments: 0 },
    ]);
  });

  it("counts as expired what retention took before it was landed", async () => {
    const report = await auditWith({ content: { records: [{ from: 6, to: 9 }], control: [], start: 6 } });
    expect(report.findings).toEqual([]);
    expect(report.streams[0]?.counts).toMatchObject({ expired: 3, inFlight: 4 });
  });

  it("names a record that the segments explain away", async () => {
    const report = await auditWith({ content: { records: [{ from: 0, to: 9 }], control: [] } });
    expect(texts(report)).toEqual([
      `topic-differs ${topicPlace}/0 offsets 2: the topic has a record there, the segments say that it was a transaction's marker`,
    ]);
  });

  it("lets the chain grow beyond the frozen end, and not beyond the topic's", async () => {
    const ends = new Map([
      [0, 2],
      [1, 0],
      [2, 0],
    ]);
    const grown = await auditWith({ ends, latestEnds: async () => new Map([[0, 3]]) });
    expect(grown.findings).toEqual([]);
    expect(grown.streams[0]?.partitions[0]).toMatchObject({ offsets: 3, counts: { inFlight: 0 } });
    expect(texts(await auditWith({ ends }))).toEqual([
      `topic-differs ${topicPlace}/0 offsets 2-2: landed, and the topic ends at offset 2`,
    ]);
  });

  it("names partitions that only one of the two has", async () => {
    const ends = new Map([
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    const found = texts(await auditWith({ ends, content: { records: [], control: [] } }));
    expect(found).toEqual([
      `topic-differs ${topicPlace}/0 offsets 0-2: landed, and the topic has no such partition`,
      `topic-differs ${topicPlace}/3: the feed has 3 partitions, the topic has more`,
    ]);
  });

  it("compares nothing with another topic of the same name", async () => {
    const file = join(warehouse.storeFolder, first, "metadata.json");
    // The local store's own form: the metadata as JSON.
    const stored = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const place = "metadata" in stored ? Object(stored["metadata"]) : stored;
    place["topicId"] = "old";
    writeFileSync(file, JSON.stringify(stored));
    const report = await auditWith({ topicId: "new" });
    expect(texts(report)).toEqual([
      `topic-recreated ${topicPlace}: the topic's id is new, segments of this epoch are of the topic old: raise \`epoch\` in feed.yml`,
    ]);
    expect(report.streams[0]?.counts.inFlight).toBe(0);
    expect((await auditWith({ topicId: "old" })).findings).toEqual([]);
  });
});
