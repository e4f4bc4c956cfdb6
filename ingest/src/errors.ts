/** What went wrong in ingest, as a closed list that scripts may rely on. */
export type IngestErrorCode =
  | "STORE_NAME_REFUSED"
  | "STORE_UNREACHABLE"
  | "STORE_UNAVAILABLE"
  | "STORE_OBJECT_MISSING"
  | "STORE_OBJECT_CORRUPT"
  | "INGEST_SEGMENT_NAME_INVALID"
  | "INGEST_SEGMENT_METADATA_INVALID"
  | "INGEST_SEGMENT_LINE_INVALID"
  | "INGEST_CHAIN_BROKEN"
  | "INGEST_CHAIN_MISSING"
  | "INGEST_CHAIN_UNREADABLE"
  | "INGEST_OFFSET_GAP"
  | "INGEST_STREAM_RECREATED"
  | "INGEST_PARTITIONS_CHANGED"
  | "INGEST_SOURCE_UNREADABLE"
  | "INGEST_TOPIC_MISSING"
  | "INGEST_RECORDS_CORRUPT"
  | "INGEST_OPTION_INVALID"
  | "BATCH_FILE_MISSING"
  | "BATCH_FILE_UNREADABLE"
  | "BATCH_FILE_EMPTY"
  | "BATCH_NOT_TEXT"
  | "BATCH_CSV_MALFORMED"
  | "BATCH_COLUMN_MISSING"
  | "BATCH_COLUMN_REPEATED"
  | "BATCH_STEP_UNKNOWN"
  | "BATCH_SHAPE_UNEXPECTED"
  | "BATCH_VERSION_CONTENDED"
  | "FETCH_REFUSED"
  | "FETCH_INTERRUPTED"
  | "FETCH_NOT_DATA"
  | "FETCH_CHECKSUM_MISMATCH"
  | "FETCH_UNWRITABLE"
  | "PRODUCE_FEED_UNKNOWN"
  | "PRODUCE_FILE_UNWRITABLE"
  | "PRODUCE_BROKER_UNREACHABLE"
  | "PRODUCE_TOPIC_MISMATCH"
  | "PYTHON_MISSING"
  | "DATABASE_BUSY"
  | "DATABASE_UNUSABLE"
  | "LOAD_OBJECT_INVALID"
  | "LOAD_OBJECT_CHANGED"
  | "LOAD_FILE_REFUSED"
  | "LOAD_ROWS_DIFFER"
  | "LOAD_PIPE_ACTIVE"
  | "LOAD_STORE_UNREADABLE"
  | "REPLAY_REFUSED"
  | "REPLAY_NOTHING_LANDED"
  | "SNOWFLAKE_SETTING_MISSING"
  | "SNOWFLAKE_KEY_UNREADABLE"
  | "SNOWFLAKE_UNREACHABLE"
  | "SNOWFLAKE_REFUSED"
  | "SNOWFLAKE_TRANSACTION_LOST"
  | "SNOWPIPE_REFUSED"
  | "SNOWPIPE_UNREACHABLE"
  | "SNOWPIPE_NOT_LOADED_YET"
  | "SILVER_FAILED"
  | "AUDIT_NOT_LOADED";

/** An expected failure: the message says what failed and where, the hint says what to do next. */
export class IngestError extends Error {
  readonly code: IngestErrorCode;
  readonly hint: string;
  readonly exitCode = 2;

  constructor(code: IngestErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "IngestError";
    this.code = code;
    this.hint = hint;
  }
}
