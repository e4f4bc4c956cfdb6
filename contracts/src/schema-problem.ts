/** Why a schema is refused, as a closed list that scripts may rely on. */
type SchemaProblemCode =
  | "SCHEMA_NOT_AN_OBJECT"
  | "SCHEMA_DIALECT"
  | "SCHEMA_TYPE"
  | "SCHEMA_UNION"
  | "SCHEMA_KEYWORD"
  | "SCHEMA_KEYWORD_VALUE"
  | "SCHEMA_NO_PROPERTIES"
  | "SCHEMA_FIELD_NAME"
  | "SCHEMA_REQUIRED"
  | "SCHEMA_DESCRIPTION"
  | "SCHEMA_INTEGER_UNBOUNDED"
  | "SCHEMA_DECIMAL"
  | "SCHEMA_ENUM";

/** One thing that the subset of JSON Schema does not allow. */
export interface SchemaProblem {
  readonly code: SchemaProblemCode;
  /** JSON pointer (RFC 6901) into event.schema.json; empty for the whole schema. */
  readonly pointer: string;
  readonly message: string;
}

/** Writes a key as one step of a JSON pointer. */
export function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
