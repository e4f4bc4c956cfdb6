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

/** What tells a pipe of new objects: `headwater load` through the REST API, or the bucket's own messages. */
const snowflakePipeKinds = ["rest", "auto-ingest"] as const;
type SnowflakePipeKind = (typeof snowflakePipeKinds)[number];

/** The statements that make and fill one feed's Bronze in Snowflake. None of them ends with a semicolon. */
export interface SnowflakeBronze {
  readonly table: string;
  readonly fileFormat: string;
  /** The stage over the feed's landed objects. The URL is the store's, as `gcs://bucket/prefix`. */
  readonly stage: (landingUrl: string) => string;
  /** The copy of landed lines into the table; which files it takes is to be said behind it. */
  readonly copy: string;
  /** Both kinds have the same name: two pipes on one table would load each object twice. */
  readonly pipe: (kind: SnowflakePipeKind) => string;
}

/** The statements of one feed. The generated files and the loaders use the same ones. */
export function snowflakeBronze(feed: Feed): SnowflakeBronze {
  const columns = feed.kind === "stream" ? streamColumns(feed) : batchColumns(feed);
  const copy = `copy into bronze.${feed.name} (
${list(columns.map(({ column }) => column.name))}
)
from (
    select
${list(
  columns.map(({ expression }) => expression),
  8,
)}
    from @bronze.${feed.name}_landed
)`;
  return {
    table: `create table if not exists bronze.${feed.name} (
${list(columns.map(({ column }) => `${column.name} ${SNOWFLAKE_TYPES[column.type] ?? column.type}`))}
)
comment = ${sqlText(feed.title)}`,
    fileFormat: `create file format if not exists bronze.${feed.name}_lines
    type = json
    compression = auto
    allow_duplicate = true
    strip_outer_array = false`,
    stage: (landingUrl) => `create stage if not exists bronze.${feed.name}_landed
    url = ${sqlText(`${landingUrl}/${feed.name}/`)}
    storage_integration = headwater_gcs
    file_format = (format_name = 'bronze.${feed.name}_lines')`,
    copy,
    pipe: (kind) => `create pipe if not exists bronze.${feed.name}_pipe${
      kind === "rest" ? "" : "\n    auto_ingest = true\n    integration = headwater_gcs_events"
    }
as
${copy}
pattern = '${pattern(feed)}'
on_error = skip_file`,
  };
}

/** Per feed: one file for its table, file format and stage, and one for each kind of pipe that may fill it. */
export function generateSnowflakeBronze(feeds: readonly Feed[]): readonly GeneratedFile[] {
  return feeds.flatMap((feed) => [
    { path: `snowflake/bronze/${feed.name}.sql`, content: tableFile(feed) },
    ...snowflakePipeKinds.map((kind) => ({
      path: `snowflake/pipes/${feed.name}.${kind}.sql`,
      content: pipeFile(feed, kind),
    })),
  ]);
}

function tableFile(feed: Feed): string {
  const { table, fileFormat, stage } = snowflakeBronze(feed);
  return `-- ${GENERATED_MARK}
-- Bronze of ${feed.name}: ${feed.title}.
--
-- snow sql --filename snowflake/bronze/${feed.name}.sql --variable landing_url=gcs://<bucket>/<prefix>
--
-- Needs a database in use, and what snowflake/setup.sql makes. \`headwater load --to snowflake\` runs the same.

${table};

-- Of a key that stands twice in an object Snowflake keeps the last; without this the whole file would be refused.
${fileFormat};

${stage("<% landing_url %>")};
`;
}

const PIPE_FILE_NOTES: Readonly<Record<SnowflakePipeKind, string>> = {
  rest: "-- For `headwater load --to snowpipe`, which tells the pipe of each new object.",
  "auto-ingest": `-- The bucket itself tells the pipe of each new object, through the notification integration
-- headwater_gcs_events; docs/loading.md says how that is set up.`,
};

function pipeFile(feed: Feed, kind: SnowflakePipeKind): string {
  return `-- ${GENERATED_MARK}
-- A pipe into the Bronze of ${feed.name}: ${feed.title}.
${PIPE_FILE_NOTES[kind]}
--
-- snow sql --filename snowflake/pipes/${feed.name}.${kind}.sql
--
-- A table is filled by one of its pipes or by \`headwater load --to snowflake\`, never by two of them.

-- The pattern leaves out what lies beside the landed data, dead letters above all. A file with a broken line is
-- skipped as a whole and stays visible in copy_history: half a file would be a silent loss.
${snowflakeBronze(feed).pipe(kind)};
`;
}

/** Snowpipe matches the path behind the stage's address, COPY the whole one. */
function pattern(feed: Feed): string {
  return feed.kind === "stream"
    ? `(.*/)?${feed.topic.replaceAll(".", "[.]")}/[0-9]+/[0-9]+/[0-9]{20}[.]ndjson[.](gz|zst)`
    : "(.*/)?batch/[^/]+/[0-9]{6}[.]ndjson[.](gz|zst)";
}

function streamColumns(feed: Feed): readonly PipeColumn[] {
  return withExpressions(BRONZE_STREAM, {
    _topic: "split_part(metadata$filename, '/', -4)",
    _epoch: "split_part(metadata$filename, '/', -3)::integer",
    _partition: "split_part(metadata$filename, '/', -2)::integer",
    _offset: "$1:offset::integer",
    // Kafka's -1 says that there is no time.
    _timestamp: "to_timestamp_tz(nullif($1:timestamp::integer, -1), 3)",
    _key: "$1:key::varchar",
    _headers: "$1:headers",
    payload: "iff(is_null_value($1:value), null, $1:value)",
    errors: "$1:errors",
    _object: objectName(feed.name, 4),
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
    _object: objectName(feed.name, 3),
    _source_url: [
      "case split_part(metadata$filename, '/', -2)",
      ...urls.map((url) => `            ${url}`),
      "        end",
    ].join("\n"),
    // An object is written once, so its last change is its landing. It comes without a zone, in UTC.
    _landed_at: "concat(metadata$file_last_modified::varchar, '+00:00')::timestamp_tz",
    _loaded_at: "metadata$start_scan_time",
  });
}

/** The object's name in the store. Snowflake's has the folder before it that the store lies in. */
function objectName(feed: string, parts: number): string {
  const places = Array.from({ length: parts }, (_, index) => index - parts);
  const named = places.map((place) => `            split_part(metadata$filename, '/', ${place})`);
  return `concat(\n            '${feed}/',\n${named.join(", '/',\n")}\n        )`;
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
