import type { Duration } from "./duration.ts";

/** A field's type, chosen so that each one exists in JSON, DuckDB, Spark, Snowflake and dbt alike. */
export type ScalarType = "string" | "int32" | "int64" | "double" | "boolean" | "date" | "timestamp";

interface FieldBase {
  readonly name: string;
  /** Whether null is a legal value. */
  readonly nullable: boolean;
  /** Whether the field must be present. */
  readonly required: boolean;
  readonly description: string;
  /** The publisher's column header; batch feeds only. */
  readonly sourceColumn?: string;
}

export interface ScalarField extends FieldBase {
  readonly type: ScalarType;
  /** The legal texts of a string field, without null. */
  readonly allowedValues?: readonly string[];
  /** A regular expression of ECMAScript that a string must match. */
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface DecimalField extends FieldBase {
  readonly type: "decimal";
  /** All digits, at most 15: that many survive a JSON number exactly. */
  readonly precision: number;
  /** The digits after the point. */
  readonly scale: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ArrayField extends FieldBase {
  readonly type: "array";
  /** The element, named "item". */
  readonly items: Field;
}

export interface ObjectField extends FieldBase {
  readonly type: "object";
  readonly fields: readonly Field[];
}

export type Field = ScalarField | DecimalField | ArrayField | ObjectField;

export interface Owner {
  readonly name: string;
  readonly email: string;
}

interface FeedBase {
  /** The feed's name; also the name of its folder and of its tables. */
  readonly name: string;
  readonly domain: string;
  readonly title: string;
  readonly description: string;
  readonly owner: Owner;
  /** Paths of the fields with personal data, for example "customer.email". */
  readonly pii: readonly string[];
  readonly freshness: { readonly warnAfter: Duration; readonly errorAfter: Duration };
  /** Under which terms the data may be used. */
  readonly terms: string;
  /** Raised for a deliberate breaking change: versions of a lower major are no longer compared. */
  readonly major: number;
  readonly fields: readonly Field[];
  /** The raw JSON Schema, as it stands in event.schema.json. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A Kafka topic whose events arrive one by one. Field names below name top-level fields. */
export interface StreamFeed extends FeedBase {
  readonly kind: "stream";
  readonly topic: string;
  /** Raised when the topic is created anew or its partitions change: offsets then begin again. */
  readonly epoch: number;
  readonly partitions: number;
  readonly key: string;
  readonly eventTime: string;
  /** A replay from a file takes the record's timestamp from this field. */
  readonly recordTime?: string;
  /** Orders two events of one key before epoch and offset do. */
  readonly version?: string;
  /** An event later than this after its event time is flagged late. */
  readonly allowedLatenessMs: number;
}

/** One file of a batch dataset. */
export interface BatchFile {
  /** Below the data directory, for example "equity/hvi_nta2010.csv". */
  readonly path: string;
  /** Where the publisher offers it. */
  readonly url: string;
  readonly encoding: "utf-8" | "windows-1252";
  /** A named step that turns the publisher's download into the file, where that is not the file itself. */
  readonly reshape?: string;
  /** A second publisher file that the reshape step needs. */
  readonly lookupUrl?: string;
}

/** Publisher's files that are landed as a whole. Every field is the text of a cell, or null. */
export interface BatchFeed extends FeedBase {
  readonly kind: "batch";
  /** In order of precedence: where two files hold the same key, the later one in this list wins. */
  readonly files: readonly BatchFile[];
  /** The named step that selects and renames columns before landing. */
  readonly prepare: string;
  readonly primaryKey: readonly string[];
}

export type Feed = StreamFeed | BatchFeed;
