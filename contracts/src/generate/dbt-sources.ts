import { stringify } from "yaml";
import type { Duration } from "../duration.ts";
import type { Feed, Field, StreamFeed } from "../feed.ts";
import { GENERATED_MARK, type GeneratedFile } from "./generated-file.ts";
import {
  BRONZE_BATCH,
  BRONZE_STREAM,
  SILVER_LEDGER,
  SILVER_QUARANTINE,
  type StandardColumn,
  silverEntityColumns,
} from "./standard-columns.ts";

// In production the raw layers may lie in a database of their own; the embedded default has only one.
const DATABASE =
  "{{ env_var('HEADWATER_RAW_DATABASE', target.database) if target.name == 'prod' else target.database }}";

/** The dbt sources of each domain, one YAML file a domain: Bronze of every feed, Silver of every stream. */
export function generateDbtSources(feeds: readonly Feed[]): readonly GeneratedFile[] {
  const domains = [...new Set(feeds.map((feed) => feed.domain))].sort();
  return domains.map((domain) => ({
    path: `models/staging/${domain}/_${domain}__sources.yml`,
    content: domainYaml(
      domain,
      feeds.filter((feed) => feed.domain === domain),
    ),
  }));
}

function domainYaml(domain: string, feeds: readonly Feed[]): string {
  const streams = feeds.filter((feed) => feed.kind === "stream");
  const bronze = {
    name: `${domain}_bronze`,
    description: "Raw rows as they were landed, append-only.",
    database: DATABASE,
    schema: "bronze",
    loader: "headwater load; Snowpipe in production",
    tables: feeds.map(bronzeTable),
  };
  const silver = {
    name: `${domain}_silver`,
    description: "Streams after Silver: typed, one row per key, and an account of every event.",
    database: DATABASE,
    schema: "silver",
    loader: "headwater silver; Databricks in production",
    tables: streams.flatMap(silverTables),
  };
  const document = { sources: streams.length > 0 ? [bronze, silver] : [bronze] };
  return `# ${GENERATED_MARK}\n${stringify(document, { lineWidth: 110, aliasDuplicateObjects: false })}`;
}

function bronzeTable(feed: Feed) {
  const columns = feed.kind === "stream" ? BRONZE_STREAM : BRONZE_BATCH;
  return {
    name: feed.name,
    description: `${feed.title}. ${feed.description}`,
    config: {
      ...freshnessConfig(feed),
      meta: { ...feedMeta(feed), payload_fields: fieldDescriptions(feed.fields) },
    },
    columns: columns.map(standardColumn),
  };
}

function silverTables(feed: StreamFeed) {
  const key = feed.key;
  return [
    {
      name: feed.name,
      description: `One row per ${key}: ${feed.title.toLowerCase()} as the latest event states them. ${feed.description}`,
      config: { ...freshnessConfig(feed), meta: feedMeta(feed) },
      columns: [
        ...feed.fields.map((field) => ({
          name: field.name,
          description: field.description,
          data_type: duckdbType(field),
          ...(isPersonal(feed, field) ? { config: { meta: { pii: true } } } : {}),
        })),
        ...silverEntityColumns(feed).map(standardColumn),
      ],
    },
    {
      name: `${feed.name}_quarantine`,
      description: `One row per event of ${feed.name} that does not fit its contract.`,
      config: { meta: feedMeta(feed) },
      columns: SILVER_QUARANTINE.map(standardColumn),
    },
    {
      name: `${feed.name}_ledger`,
      description: `One row per event of ${feed.name} in Bronze, with what became of it.`,
      config: { meta: feedMeta(feed) },
      columns: SILVER_LEDGER.map(standardColumn),
    },
  ];
}

/** Whether the column holds personal data, itself or in a field of it. */
function isPersonal({ pii }: StreamFeed, { name }: Field): boolean {
  return pii.some((path) => path === name || path.startsWith(`${name}.`));
}

function freshnessConfig(feed: Feed) {
  return {
    loaded_at_field: "_loaded_at",
    freshness: {
      warn_after: freshnessLimit(feed.freshness.warnAfter),
      error_after: freshnessLimit(feed.freshness.errorAfter),
    },
  };
}

function freshnessLimit({ count, period }: Duration) {
  return { count, period };
}

function feedMeta(feed: Feed) {
  return {
    owner: feed.owner.name,
    owner_email: feed.owner.email,
    contract: `contracts/${feed.name}`,
    terms: feed.terms,
    pii: feed.pii,
  };
}

function fieldDescriptions(fields: readonly Field[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map((field) => [field.name, field.description]));
}

function standardColumn({ name, type, description }: StandardColumn) {
  return { name, description, data_type: type };
}

/** A field's column type in DuckDB. */
function duckdbType(field: Field): string {
  switch (field.type) {
    case "string":
      return "varchar";
    case "int32":
      return "integer";
    case "int64":
      return "bigint";
    case "decimal":
      return `decimal(${field.precision}, ${field.scale})`;
    case "timestamp":
      return "timestamp with time zone";
    case "array":
      return `${duckdbType(field.items)}[]`;
    case "object":
      return `struct(${field.fields.map((inner) => `${inner.name} ${duckdbType(inner)}`).join(", ")})`;
    default:
      return field.type;
  }
}
