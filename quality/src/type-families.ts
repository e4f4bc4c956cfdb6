import { typeKey } from "./known-columns.ts";

/** Other names that warehouses have for one kind of data, so that `string` in YAML and `TEXT` in the catalog agree. */
const families: Readonly<Record<string, readonly string[]>> = {
  text: [
    "string",
    "varchar",
    "character varying",
    "nvarchar",
    "varchar2",
    "char",
    "character",
    "bpchar",
    "nchar",
    "clob",
  ],
  // Snowflake and others report every exact number as NUMBER or DECIMAL, whatever was declared.
  number: [
    "numeric",
    "decimal",
    "dec",
    "bignumeric",
    "bigdecimal",
    "int",
    "integer",
    "int2",
    "int4",
    "int8",
    "int16",
    "int32",
    "int64",
    "hugeint",
    "bigint",
    "smallint",
    "tinyint",
    "byteint",
    "long",
    "short",
  ],
  float: ["float4", "float8", "float64", "double", "double precision", "real"],
  boolean: ["bool", "bit"],
  time: ["time without time zone"],
  timestamp: [
    "timestamp without time zone",
    "timestampntz",
    "timestamp_ntz",
    "datetime",
    "datetime2",
    "timestamp with time zone",
    "timestamp with local time zone",
    "timestamptz",
    "timestamp_tz",
    "timestamp_ltz",
    "datetimeoffset",
  ],
  json: ["jsonb", "variant", "super", "object"],
  binary: ["varbinary", "bytea", "bytes", "blob"],
};

const familyByType = new Map(
  Object.entries(families).flatMap(([family, types]) => types.map((type) => [type, family] as const)),
);

/** The kind of data of a type in any warehouse's words: "text" for VARCHAR(16); the type itself if it is of no known kind. */
export function typeFamily(type: string): string {
  const key = typeKey(type);
  return familyByType.get(key) ?? key;
}
