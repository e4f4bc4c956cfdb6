import type { StreamFeed } from "../feed.ts";

/** A column that the pipeline adds to a table. */
export interface StandardColumn {
  readonly name: string;
  /** The type as DuckDB names it. */
  readonly type: string;
  readonly description: string;
}

const POSITION: readonly StandardColumn[] = [
  { name: "_topic", type: "varchar", description: "Kafka topic that the event came through." },
  { name: "_epoch", type: "integer", description: "Life of the topic; offsets begin again with each." },
  { name: "_partition", type: "integer", description: "Partition of the topic." },
  { name: "_offset", type: "bigint", description: "Offset in the partition." },
];
const TIMESTAMP: StandardColumn = {
  name: "_timestamp",
  type: "timestamp with time zone",
  description: "The record's timestamp in Kafka.",
};
const KEY: StandardColumn = { name: "_key", type: "varchar", description: "The record's key." };
const LOADED_AT: StandardColumn = {
  name: "_loaded_at",
  type: "timestamp with time zone",
  description: "When the row was loaded into Bronze.",
};
const ERRORS: StandardColumn = {
  name: "errors",
  type: "json",
  description:
    "How the payload breaks its contract, as a list of field, rule and message; null if it keeps it.",
};
const OBJECT: StandardColumn = {
  name: "_object",
  type: "varchar",
  description: "Landed object that the row came from.",
};

/** Columns of a stream's Bronze table. */
export const BRONZE_STREAM: readonly StandardColumn[] = [
  ...POSITION,
  TIMESTAMP,
  KEY,
  { name: "_headers", type: "json", description: "The record's headers by name." },
  { name: "payload", type: "json", description: "The event as it arrived; null for a tombstone." },
  ERRORS,
  OBJECT,
  LOADED_AT,
];

/** Columns of a batch dataset's Bronze table. */
export const BRONZE_BATCH: readonly StandardColumn[] = [
  { name: "_file", type: "varchar", description: "Name of the publisher's file, without its ending." },
  { name: "_version", type: "integer", description: "Version of the file; a changed file is a new one." },
  { name: "_row", type: "bigint", description: "Number of the row in the file." },
  {
    name: "payload",
    type: "json",
    description: "The contract's fields as texts of cells, blank ones as null.",
  },
  ERRORS,
  OBJECT,
  { name: "_source_url", type: "varchar", description: "Where the publisher offers the file." },
  { name: "_landed_at", type: "timestamp with time zone", description: "When the file was landed." },
  LOADED_AT,
];

/** What Silver adds to a stream's fields. */
export function silverEntityColumns(feed: StreamFeed): readonly StandardColumn[] {
  const hours = feed.allowedLatenessMs / 3_600_000;
  const [count, unit] = hours % 24 === 0 ? [hours / 24, "day"] : [hours, "hour"];
  const limit = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return [
    {
      name: "is_late",
      type: "boolean",
      description: `Whether the record came more than ${limit} after ${feed.eventTime}.`,
    },
    {
      name: "lateness_seconds",
      type: "bigint",
      description: `Time from ${feed.eventTime} to the record's timestamp.`,
    },
    ...POSITION,
    TIMESTAMP,
    LOADED_AT,
  ];
}

/** Columns of a stream's quarantine in Silver. */
export const SILVER_QUARANTINE: readonly StandardColumn[] = [
  ...POSITION,
  TIMESTAMP,
  KEY,
  { name: "payload", type: "varchar", description: "The event's text." },
  { name: "reasons", type: "json", description: "Why it does not fit, as a list of field and reason." },
  LOADED_AT,
];

/** Columns of a stream's ledger in Silver. */
export const SILVER_LEDGER: readonly StandardColumn[] = [
  ...POSITION,
  {
    name: "disposition",
    type: "varchar",
    description: "What became of the event: current, superseded, duplicate, quarantined or deleted.",
  },
];
