export { type Duration, parseDuration } from "./duration.ts";
export { ContractsError, type ContractsErrorCode } from "./errors.ts";
export type {
  ArrayField,
  BatchFeed,
  BatchFile,
  DecimalField,
  Feed,
  Field,
  ObjectField,
  Owner,
  ScalarField,
  ScalarType,
  StreamFeed,
} from "./feed.ts";
export { snowflakeBronze, type SnowflakeBronze } from "./generate/snowflake-bronze.ts";
export { findFeed, loadFeeds } from "./load-feeds.ts";
export { compileValidator, FORMATS, unknownFields, type Violation } from "./validator.ts";
