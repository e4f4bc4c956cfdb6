import { buildFeed } from "../build-feed.ts";
import type { Feed } from "../feed.ts";
import { checkSettings } from "../feed-settings.ts";
import { readSchema } from "../read-schema.ts";

const COMMON = {
  name: "readings",
  domain: "lab",
  title: "Readings",
  description: "Values that a sensor reads.",
  owner: { name: "Lab team", email: "lab@headwater.example" },
  terms: "Made for tests.",
  pii: [],
  freshness: { warn_after: "12h", error_after: "2d" },
};

/** A valid feed.yml of a stream, as parsed YAML. */
export const STREAM_SETTINGS = {
  ...COMMON,
  kind: "stream",
  topic: "lab.readings",
  epoch: 1,
  partitions: 2,
  key: "reading_id",
  event_time: "read_at",
  allowed_lateness: "1d",
};

/** A valid feed.yml of a batch dataset, as parsed YAML. */
export const BATCH_SETTINGS = {
  ...COMMON,
  kind: "batch",
  files: [
    { path: "lab/old.csv", url: "https://data.example/old.csv" },
    { path: "lab/new.csv", url: "https://data.example/new.csv" },
  ],
  prepare: "select_columns",
  primary_key: ["reading_id"],
};

/** The properties that STREAM_SETTINGS needs. */
export const STREAM_PROPERTIES = {
  reading_id: { type: "string", description: "The key." },
  read_at: { type: "string", format: "date-time", description: "The event time." },
};

/** The properties that BATCH_SETTINGS needs. */
export const BATCH_PROPERTIES = {
  reading_id: { type: "string", description: "The key.", "x-source-column": "Reading ID" },
};

/** An event schema with these properties, all of them required unless said otherwise. */
export function testSchema(properties: object, required = Object.keys(properties)): Record<string, unknown> {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties, required };
}

/** A stream with further optional properties and other settings. Fails when the result is no valid feed. */
export function testStream(properties: object = {}, settings: object = {}): Feed {
  const schema = testSchema({ ...STREAM_PROPERTIES, ...properties }, Object.keys(STREAM_PROPERTIES));
  return testFeed({ ...STREAM_SETTINGS, ...settings }, schema);
}

/** A batch dataset with other settings. Fails when the result is no valid feed. */
export function testBatch(settings: object = {}): Feed {
  return testFeed({ ...BATCH_SETTINGS, ...settings }, testSchema(BATCH_PROPERTIES));
}

function testFeed(settings: { readonly name: string }, schema: Record<string, unknown>): Feed {
  const checked = checkSettings(settings);
  const reading = readSchema(schema);
  if (!checked.isValid || reading.problems.length > 0) {
    throw new Error(JSON.stringify([checked, reading.problems]));
  }
  const { feed, problems } = buildFeed(settings.name, checked.settings, schema, reading.fields);
  if (problems.length > 0) {
    throw new Error(problems.join("\n"));
  }
  return feed;
}
