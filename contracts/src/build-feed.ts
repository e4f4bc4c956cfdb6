import path from "node:path";
import type { BatchFeed, Feed, Field, StreamFeed } from "./feed.ts";
import type { FeedSettings } from "./feed-settings.ts";
import { listFieldPaths } from "./field-paths.ts";

type StreamSettings = Extract<FeedSettings, { kind: "stream" }>;
type BatchSettings = Extract<FeedSettings, { kind: "batch" }>;

/** Columns that Silver adds to a stream's fields. */
const SILVER_COLUMNS = new Set(["is_late", "lateness_seconds"]);

export interface BuiltFeed {
  readonly feed: Feed;
  /** What feed.yml says that its schema does not bear out; empty when both agree. */
  readonly problems: readonly string[];
}

/** Puts feed.yml and the schema's fields together and checks each against the other. */
export function buildFeed(
  folderName: string,
  settings: FeedSettings,
  schema: Feed["schema"],
  fields: readonly Field[],
): BuiltFeed {
  const feed =
    settings.kind === "stream" ? streamFeed(settings, schema, fields) : batchFeed(settings, schema, fields);
  const paths = new Set(listFieldPaths(fields).map((entry) => entry.path));
  const problems = [
    ...(settings.name === folderName ? [] : [`name: must be "${folderName}", the name of the folder`]),
    ...settings.pii.filter((name) => !paths.has(name)).map((name) => `pii: "${name}" is not a field`),
    ...(feed.kind === "stream" ? checkStream(feed) : checkBatch(feed)),
  ];
  return { feed, problems };
}

function commonPart(settings: FeedSettings, schema: Feed["schema"], fields: readonly Field[]) {
  const { name, domain, title, description, owner, pii, freshness, terms, major } = settings;
  return {
    name,
    domain,
    title,
    description,
    owner,
    pii,
    freshness: { warnAfter: freshness.warn_after, errorAfter: freshness.error_after },
    terms,
    major,
    fields,
    schema,
  };
}

function streamFeed(settings: StreamSettings, schema: Feed["schema"], fields: readonly Field[]): StreamFeed {
  return {
    ...commonPart(settings, schema, fields),
    kind: "stream",
    topic: settings.topic,
    epoch: settings.epoch,
    partitions: settings.partitions,
    key: settings.key,
    eventTime: settings.event_time,
    ...(settings.record_time === undefined ? {} : { recordTime: settings.record_time }),
    ...(settings.version === undefined ? {} : { version: settings.version }),
    allowedLatenessMs: settings.allowed_lateness.durationMs,
  };
}

function batchFeed(settings: BatchSettings, schema: Feed["schema"], fields: readonly Field[]): BatchFeed {
  return {
    ...commonPart(settings, schema, fields),
    kind: "batch",
    files: settings.files.map(({ path, url, encoding, reshape, lookup_url: lookupUrl }) => ({
      path,
      url,
      encoding,
      ...(reshape === undefined ? {} : { reshape }),
      ...(lookupUrl === undefined ? {} : { lookupUrl }),
    })),
    prepare: settings.prepare,
    primaryKey: settings.primary_key,
  };
}

function checkStream(feed: StreamFeed): readonly string[] {
  const order = feed.version;
  return [
    ...checkRole(feed, "key", feed.key, ["string", "int32", "int64"]),
    ...checkRole(feed, "event_time", feed.eventTime, ["timestamp", "date"]),
    ...(feed.recordTime === undefined ? [] : checkRole(feed, "record_time", feed.recordTime, ["timestamp"])),
    ...(order === undefined
      ? []
      : checkRole(feed, "version", order, ["int32", "int64", "timestamp", "date"])),
    ...feed.fields
      .filter((field) => SILVER_COLUMNS.has(field.name))
      .map(
        (field) => `the schema's field "${field.name}": Silver adds a column of this name; choose another`,
      ),
    ...feed.fields
      .filter((field) => field.sourceColumn !== undefined)
      .map((field) => `the schema's field "${field.name}": x-source-column is for batch feeds only`),
  ];
}

function checkBatch(feed: BatchFeed): readonly string[] {
  const stems = feed.files.map((file) => path.posix.basename(file.path, ".csv"));
  const twice = stems.filter((stem, index) => stems.indexOf(stem) !== index);
  return [
    ...feed.primaryKey.flatMap((name) => checkRole(feed, "primary_key", name, ["string"])),
    ...twice.map((stem) => `files: two files are named ${stem}.csv; landed objects are named by it`),
    ...feed.fields
      .filter((field) => field.type !== "string" || field.sourceColumn === undefined || !field.required)
      .map(
        ({ name }) =>
          `the schema's field "${name}": a batch field is the text of a cell: it needs the type string, ` +
          `an x-source-column, and a place in the list of required fields`,
      ),
  ];
}

/** A field with a role must be there, of a fitting type, required and never null. */
function checkRole(feed: Feed, role: string, name: string, types: readonly string[]): readonly string[] {
  const field = feed.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    return [`${role}: "${name}" is not a field of the schema`];
  }
  if (!types.includes(field.type)) {
    return [`${role}: the field "${name}" has the type ${field.type}; expected ${types.join(" or ")}`];
  }
  return field.required && !field.nullable
    ? []
    : [`${role}: the field "${name}" must be required and must not allow null`];
}
