/** What kind of change a finding is about, as a closed list that scripts may rely on. */
export type FindingCode =
  | "FEED_ADDED"
  | "FEED_REMOVED"
  | "MAJOR_RAISED"
  | "MAJOR_LOWERED"
  | "EPOCH_LOWERED"
  | "SETTING_CHANGED"
  | "FILE_ADDED"
  | "FILE_REMOVED"
  | "FILE_ORDER_CHANGED"
  | "FIELD_ADDED"
  | "FIELD_REMOVED"
  | "TYPE_CHANGED"
  | "TYPE_WIDENED"
  | "NULL_REFUSED"
  | "NULL_ALLOWED"
  | "FIELD_REQUIRED"
  | "FIELD_OPTIONAL"
  | "VALUES_NARROWED"
  | "VALUES_WIDENED"
  | "BOUNDS_NARROWED"
  | "BOUNDS_WIDENED"
  | "PATTERN_CHANGED"
  | "PATTERN_REMOVED"
  | "SOURCE_COLUMN_CHANGED";

/** One difference between two versions of a contract. */
export interface Change {
  /** Breaking: data of the earlier version, or somebody who reads it, no longer fits. */
  readonly level: "breaking" | "compatible";
  readonly code: FindingCode;
  /** Path of the field, or the key of feed.yml; empty for the feed as a whole. */
  readonly subject: string;
  readonly message: string;
}

/** A change of a feed, with the commits that hold the versions from which it departs. */
export interface Finding extends Change {
  readonly feed: string;
  /** Newest first. */
  readonly against: readonly string[];
}
