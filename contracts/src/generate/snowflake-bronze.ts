import path from "node:path";
import type { BatchFeed, Feed } from "../feed.ts";
import { GENERATED_MARK, type GeneratedFile } from "./generated-file.ts";
import { BRONZE_BATCH, BRONZE_STREAM, type StandardColumn } from "./standard-columns.ts";

const SNOWFLAKE_TYPES: Readonly<Record<string, string>> = {
  json: "variant",
  "timestamp with time zone": "timestamp_tz",
};

/** How each Bronze column is made from a landed line and the name of its object. */
interface PipeColumn {
  readonly column: StandardColumn;
  readonly expression: string;
}

/**
 * One SQL file a feed: its Bronze table, the file format and the stage of its landed objects, and the pipe that
 * copies them. The names of the pipe's columns are those of the table in DuckDB.
 */
export function generateSnowflakeBronze(feeds: readonly Feed[]): readonly GeneratedFile[] {
  return feeds.map((feed) => ({ path: `snowflake/bronze/${feed.name}.sql`, content: bronzeSql(feed) }));
}

function bronzeSql(feed: Feed): string {
  const columns = feed.kind === "stream" ? streamColumns() : batchColumns(feed);
  return `-- ${GENERATED_MARK}
-- Bronze of ${feed.name}: ${feed.title}.
--
-- snow sql --filename snowflake/bronze/${feed.name}.sql --variable landing_url=gcs://<bucket>/<prefix>
--
-- Needs a database in use, the schema bronze, the storage integration headwater_gcs, and the notification
-- integration headwater_gcs_events, through which the bucket announces new objects.

create table if not exists bronze.${feed.name} (
${list(columns.map(({ column }) => `${column.name} ${SNOWFLAKE_TYPES[column.type] ?? column.type}`))}
)
comment = ${sqlText(feed.title)};

-- Of a key that stands twice in an object Snowflake keeps the last; without this the whole file would be refused.
create file format if not exists bronze.${feed.name}_lines
    type = json
    compression = auto
    allow_duplicate = true
    strip_outer_array = false;

create stage if not exists bronze.${feed.name}_landed
    url = '<% landing_url %>/${feed.name}/'
    storage_integration = headwater_gcs
    file_format = (format_name = 'bronze.${feed.name}_lines');

-- The pattern leaves out what lies beside the landed data, dead letters above all. A file with a broken line is
-- skipped as a whole and stays visible in copy_history: half a file would be a silent loss.
create pipe if not exists bronze.${feed.name}_pipe
    auto_ingest = true
    integration = headwater_gcs_events
as
copy into bronze.${feed.name} (
${list(columns.map(({ column }) => column.name))}
)
from (
    select
${list(
  columns.map(({ expression }) => expression),
  8,
)}
    from @bronze.${feed.name}_landed
)
pattern = '${pattern(feed)}'
on_error = skip_file;
`;
}

function pattern(feed: Feed): string {
  return feed.kind === "stream"
    ? `.*/${feed.topic.replaceAll(".", "[.]")}/[0-9]+/[0-9]+/[0-9]{20}[.]ndjson[.](gz|zst)`
    : ".*/batch/[^/]+/[0-9]{6}[.]ndjson[.](gz|zst)";
}

function streamColumns(): readonly PipeColumn[] {
  return withExpressions(BRONZE_STREAM, {
    _topic: "split_part(metadata$filename, '/', -4)",
    _epoch: "split_part(metadata$filename, '/', -3)::integer",
    _partition: "split_part(metadata$filename, '/', -2)::integer",
    _offset: "$1:offset::integer",
    _timestamp: "to_timestamp_tz($1:timestamp::integer, 3)",
    _key: "$1:key::varchar",
    _headers: "$1:headers",
    payload: "iff(is_null_value($1:value), null, $1:value)",
    errors: "$1:errors",
    _object: "metadata$filename",
    _loaded_at: "metadata$start_scan_time",
  });
}

function batchColumns(feed: BatchFeed): readonly PipeColumn[] {
  const urls = feed.files.map(
    (file) => `when ${sqlText(path.posix.basename(file.path, ".csv"))} then ${sqlText(file.url)}`,
  );
  return withExpressions(BRONZE_BATCH, {
    _file: "split_part(metadata$filename, '/', -2)",
    _version: "split_part(split_part(metadata$filename, '/', -1), '.', 1)::integer",
    _row: '$1:"row"::integer',
    payload: "$1:value",
    errors: "$1:errors",
    _object: "metadata$filename",
    _source_url: [
      "case split_part(metadata$filename, '/', -2)",
      ...urls.map((url) => `            ${url}`),
      "        end",
    ].join("\n"),
    // An object is written once, so its last change is its landing.
    _landed_at: "metadata$file_last_modified",
    _loaded_at: "metadata$start_scan_time",
  });
}

function withExpressions(
  columns: readonly StandardColumn[],
  expressions: Readonly<Record<string, string>>,
): readonly PipeColumn[] {
  return columns.map((column) => ({ column, expression: expressions[column.name] ?? `$1:${column.name}` }));
}

function list(lines: readonly string[], indent = 4): string {
  return lines.map((line) => `${" ".repeat(indent)}${line}`).join(",\n");
}

function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
