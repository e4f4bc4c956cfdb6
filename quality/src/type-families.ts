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
    "char varying",
    "nchar varying",
    "citext",
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
    "byte",
    "long",
    "short",
    "serial",
    "bigserial",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uhugeint",
    "ubigint",
    "uinteger",
    "usmallint",
    "utinyint",
  ],
  float: ["float4", "float8", "float64", "double", "double precision", "real"],
  boolean: ["bool", "bit"],
  time: ["time without time zone", "time with time zone", "timetz"],
  timestamp: [
    "timestamp without time zone",
    "timestampntz",
    "timestamp_ntz",
    "datetime",
    "datetime2",
    "datetime64",
    "smalldatetime",
    "timestamp_s",
    "timestamp_ms",
    "timestamp_ns",
    "timestamp with time zone",
    "timestamp with local time zone",
    "timestamptz",
    "timestamp_tz",
    "timestampltz",
    "timestamp_ltz",
    "datetimeoffset",
  ],
  json: ["jsonb", "variant", "super", "object"],
  uuid: ["uniqueidentifier"],
  struct: ["record", "row"],
  binary: ["varbinary", "bytea", "bytes", "blob"],
};

const familyByType = new Map(
  Object.entries(families).flatMap(([family, types]) => types.map((type) => [type, family] as const)),
);

/** Whether two types are one kind of data. A bare `array` or `struct` is any array or struct. */
export function isSameKind(first: string, second: string): boolean {
  const [one, other] = [typeFamily(first), typeFamily(second)];
  return one === other || isAnyOf(one, other) || isAnyOf(other, one);
}

/** The kind of data of a type in any warehouse's words: "text" for VARCHAR(16); the type itself if it is of no known kind. */
export function typeFamily(type: string): string {
  const key = typeKey(withoutWrapper(type));
  const brackets = /(?:\[\d*\])+$/.exec(key)?.[0];
  if (brackets !== undefined) {
    return typeFamily(key.slice(0, -brackets.length)) + brackets.replaceAll(/\d/g, "");
  }
  return familyByType.get(key) ?? key.replaceAll(/\s*([<>(),:])\s*/g, "$1");
}

/** "Decimal(18, 2)" for ClickHouse's "Nullable(Decimal(18, 2))". */
function withoutWrapper(type: string): string {
  const inner = /^(?:nullable|lowcardinality)\(([^]*)\)$/i.exec(type)?.[1];
  return inner === undefined ? type : withoutWrapper(inner);
}

/** Whether a type such as `array` is said without what is in it, and the other one says it: `array<string>`. */
function isAnyOf(bare: string, full: string): boolean {
  return /^(array|struct|map)[<(]/.exec(full)?.[1] === bare;
}
