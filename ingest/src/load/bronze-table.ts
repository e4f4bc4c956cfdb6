import { BIGINT, INTEGER, TIMESTAMPTZ, VARCHAR, type DuckDBType } from "@duckdb/node-api";
import type { Feed } from "@headwater/contracts";

/** A column of a Bronze table: its type in SQL, and the one that rows are appended as. */
export interface BronzeColumn {
  readonly name: string;
  readonly sqlType: string;
  readonly appendType: DuckDBType;
}

const text = (name: string): BronzeColumn => ({ name, sqlType: "varchar", appendType: VARCHAR });
// DuckDB's JSON is text with a promise; landing has checked that it is JSON.
const json = (name: string): BronzeColumn => ({ name, sqlType: "json", appendType: VARCHAR });
const integer = (name: string): BronzeColumn => ({ name, sqlType: "integer", appendType: INTEGER });
const bigint = (name: string): BronzeColumn => ({ name, sqlType: "bigint", appendType: BIGINT });
const time = (name: string): BronzeColumn => ({ name, sqlType: "timestamptz", appendType: TIMESTAMPTZ });

const streamColumns: readonly BronzeColumn[] = [
  text("_topic"),
  integer("_epoch"),
  integer("_partition"),
  bigint("_offset"),
  time("_timestamp"),
  text("_key"),
  json("_headers"),
  json("payload"),
  json("errors"),
  text("_object"),
  time("_loaded_at"),
];

const batchColumns: readonly BronzeColumn[] = [
  text("_file"),
  integer("_version"),
  bigint("_row"),
  json("payload"),
  json("errors"),
  text("_object"),
  text("_source_url"),
  time("_landed_at"),
  time("_loaded_at"),
];

/** The columns of a feed's Bronze table, in order. */
export function bronzeColumns(feed: Pick<Feed, "kind">): readonly BronzeColumn[] {
  return feed.kind === "stream" ? streamColumns : batchColumns;
}

/** The statements that make the feeds' Bronze tables and the ledger of loaded objects, where they are missing. */
export function bronzeStatements(feeds: readonly Feed[]): readonly string[] {
  return [
    "create schema if not exists bronze",
    `create table if not exists bronze.load_ledger (
      object varchar primary key,
      feed varchar not null,
      rows bigint not null,
      crc32c varchar not null,
      loaded_at timestamptz not null
    )`,
    ...feeds.map((feed) => {
      const columns = bronzeColumns(feed).map(({ name, sqlType }) => `${name} ${sqlType}`);
      return `create table if not exists bronze."${feed.name}" (${columns.join(", ")})`;
    }),
  ];
}
