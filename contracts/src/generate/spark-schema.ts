import type { Feed, Field, StreamFeed } from "../feed.ts";
import { GENERATED_MARK, type GeneratedFile } from "./generated-file.ts";

const LINE_LENGTH = 100;

/** A Python module for each stream with its typed fields as Spark's StructType, and what Silver must know of it. */
export function generateSparkSchemas(feeds: readonly Feed[]): readonly GeneratedFile[] {
  return feeds
    .filter((feed) => feed.kind === "stream")
    .map((feed) => ({ path: `databricks/src/silver/schemas/${feed.name}.py`, content: schemaModule(feed) }));
}

function schemaModule(feed: StreamFeed): string {
  const types = new Set(["StructField", "StructType", ...feed.fields.flatMap(usedTypes)]);
  return [
    `# ${GENERATED_MARK}`,
    // Spark is installed on the cluster only; mypy runs without it.
    '# mypy: disable-error-code="import-not-found"',
    `"""The contract of the stream ${feed.name}, as Silver needs it."""`,
    "",
    "from pyspark.sql.types import (",
    ...[...types].sort().map((type) => `    ${type},`),
    ")",
    "",
    `KEY = ${pythonText(feed.key)}`,
    `EVENT_TIME = ${pythonText(feed.eventTime)}`,
    `VERSION: str | None = ${feed.version === undefined ? "None" : pythonText(feed.version)}`,
    `ALLOWED_LATENESS_SECONDS = ${feed.allowedLatenessMs / 1000}`,
    "",
    `SCHEMA = ${structType(feed.fields, 0)}`,
    "",
  ].join("\n");
}

function structType(fields: readonly Field[], depth: number): string {
  const indent = "    ".repeat(depth);
  const lines = fields.map((field) => `${indent}        ${structField(field, depth + 2)},`);
  return ["StructType(", `${indent}    [`, ...lines, `${indent}    ]`, `${indent})`].join("\n");
}

function structField(field: Field, depth: number): string {
  const isNullable = field.nullable || !field.required;
  const nullable = `nullable=${isNullable ? "True" : "False"}`;
  const name = pythonText(field.name);
  const short = `StructField(${name}, ${sparkType(field, depth)}, ${nullable})`;
  if (!short.includes("\n") && 4 * depth + short.length < LINE_LENGTH) {
    return short;
  }
  const indent = "    ".repeat(depth);
  const parts = [name, sparkType(field, depth + 1), nullable];
  return ["StructField(", ...parts.map((part) => `${indent}    ${part},`), `${indent})`].join("\n");
}

function sparkType(field: Field, depth: number): string {
  switch (field.type) {
    case "decimal":
      return `DecimalType(${field.precision}, ${field.scale})`;
    case "object":
      return structType(field.fields, depth);
    case "array":
      return arrayType(field.items, depth);
    default:
      return `${SPARK_TYPES[field.type]}()`;
  }
}

function arrayType(items: Field, depth: number): string {
  const containsNull = `containsNull=${items.nullable ? "True" : "False"}`;
  const short = sparkType(items, depth);
  if (!short.includes("\n")) {
    return `ArrayType(${short}, ${containsNull})`;
  }
  const indent = "    ".repeat(depth);
  const parts = [sparkType(items, depth + 1), containsNull];
  return ["ArrayType(", ...parts.map((part) => `${indent}    ${part},`), `${indent})`].join("\n");
}

const SPARK_TYPES = {
  string: "StringType",
  int32: "IntegerType",
  int64: "LongType",
  double: "DoubleType",
  boolean: "BooleanType",
  date: "DateType",
  timestamp: "TimestampType",
} as const;

function usedTypes(field: Field): readonly string[] {
  switch (field.type) {
    case "decimal":
      return ["DecimalType"];
    case "object":
      return field.fields.flatMap(usedTypes);
    case "array":
      return ["ArrayType", ...usedTypes(field.items)];
    default:
      return [SPARK_TYPES[field.type]];
  }
}

/** A Python string literal; field names need no escapes. */
function pythonText(text: string): string {
  return `"${text}"`;
}
