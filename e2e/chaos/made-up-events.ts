import type { Random } from "../gate/fuzz/random.ts";
import type { SentRecord } from "./topic-truth.ts";

/** The settings of a feed for these tests, as feed.yml (YAML reads JSON). */
export function feedSettings(name: string, partitions: number, epoch = 1): string {
  return JSON.stringify({
    name,
    kind: "stream",
    domain: "chaos",
    title: "Chaos",
    description: "Events that are made up for a test.",
    owner: { name: "Tests", email: "tests@headwater.example" },
    terms: "Made up.",
    pii: [],
    freshness: { warn_after: "36h", error_after: "72h" },
    topic: name,
    epoch,
    partitions,
    key: "id",
    event_time: "at",
    allowed_lateness: "30d",
  });
}

/** The contract of the events below, as event.schema.json. */
export const eventSchema = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Chaos",
  description: "An event that is made up for a test.",
  type: "object",
  properties: {
    id: { type: "string", description: "Key." },
    at: { type: "string", format: "date-time", description: "Time." },
    count: {
      type: "integer",
      minimum: -2147483648,
      maximum: 2147483647,
      description: "A number.",
    },
    note: { type: ["string", "null"], description: "Any text." },
  },
  required: ["id", "at", "count", "note"],
});

const notes = ["", "plain", 'quoted " and \\', "Grüße, 水", "tab\tand\nline break", "  spaces  ", "{[]}"];

/**
 * One record of any sort that producers send: most keep the contract, some break it, some are no JSON, some are
 * tombstones. Every payload but a tombstone's is unique by its number.
 */
export function makeUpRecord(
  random: Random,
  place: {
    readonly partition: number;
    readonly number: number;
    readonly nowMs: number;
    readonly keys?: number;
  },
): SentRecord {
  const { partition, number, nowMs, keys } = place;
  const id = keys === undefined ? `id-${number}` : `id-${random.below(keys)}`;
  const sort = random.below(100);
  const isLarge = sort >= 97;
  const event = {
    id,
    at: new Date(nowMs).toISOString(),
    count: number,
    note: isLarge ? "long ".repeat(random.below(8000)) : random.pick(notes),
  };
  const record = {
    partition,
    key: keys === undefined ? oddKey(random, id) : Buffer.from(id),
    timestampMs: nowMs,
  };
  const text = JSON.stringify(event);
  if (sort < 5) {
    const violating = JSON.stringify({ ...event, count: String(number) });
    return { ...record, value: Buffer.from(violating), expectation: "violating" };
  }
  if (sort < 8) return { ...record, value: Buffer.from(text.slice(0, -2)), expectation: "dead" };
  if (sort < 10) {
    return { ...record, value: Buffer.concat([Buffer.from(text), Buffer.from([0xff])]), expectation: "dead" };
  }
  if (sort < 13) return { ...record, value: null, expectation: "tombstone" };
  const layout = sort < 20 ? JSON.stringify(event, undefined, 2) : text;
  return { ...record, value: Buffer.from(layout), expectation: "clean" };
}

/** Mostly the id; sometimes no key, or one that is not UTF-8. */
function oddKey(random: Random, id: string): Buffer | null {
  const sort = random.below(30);
  if (sort === 0) return null;
  return sort === 1 ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(id)]) : Buffer.from(id);
}
