import type { JsonObject } from "../json-object.ts";
import { isObject } from "../json-object.ts";
import type { Change } from "./finding.ts";

/** What a change of a key of feed.yml means. Keys that are not listed are words for people. */
const MEANINGS: readonly {
  readonly key: string;
  readonly level: Change["level"];
  readonly why: string;
}[] = [
  { key: "kind", level: "breaking", why: "a stream and a batch dataset have different tables" },
  { key: "domain", level: "breaking", why: "the dbt sources are named after it" },
  { key: "key", level: "breaking", why: "it decides which events are versions of one thing" },
  { key: "version", level: "breaking", why: "it decides which of two events with one key holds" },
  { key: "event_time", level: "breaking", why: "every row would belong to another time" },
  { key: "primary_key", level: "breaking", why: "it decides which rows are the same thing" },
  { key: "record_time", level: "compatible", why: "a replay from a file gives other timestamps" },
  { key: "allowed_lateness", level: "compatible", why: "other events are flagged late" },
  { key: "prepare", level: "compatible", why: "files are landed anew as new versions" },
  { key: "pii", level: "compatible", why: "other columns are treated as personal data" },
  { key: "freshness", level: "compatible", why: "staleness is reported at another age" },
];

/** The changes from one version's feed.yml to a later version's. */
export function compareSettings(before: JsonObject, after: JsonObject): readonly Change[] {
  return [
    ...MEANINGS.filter(({ key }) => !isEqual(before[key], after[key])).map(({ key, level, why }): Change => ({
      level,
      code: "SETTING_CHANGED",
      subject: key,
      message: `is ${show(after[key])} now, formerly ${show(before[key])}: ${why}`,
    })),
    ...compareTopics(before, after),
    ...compareFiles(pathsOf(before["files"]), pathsOf(after["files"])),
  ];
}

/** Offsets of one epoch must mean the same places: another topic or other partitions need a new epoch. */
function compareTopics(before: JsonObject, after: JsonObject): readonly Change[] {
  const [from, to] = [Number(before["epoch"] ?? 0), Number(after["epoch"] ?? 0)];
  if (to < from) {
    const message = `is ${to} now, formerly ${from}: offsets of the two lives of the topic would mix`;
    return [{ level: "breaking", code: "EPOCH_LOWERED", subject: "epoch", message }];
  }
  const isRaised = to > from;
  const why = isRaised
    ? "the epoch is raised as well"
    : "offsets of one epoch would mean other events; raise epoch";
  return ["topic", "partitions"]
    .filter((key) => !isEqual(before[key], after[key]))
    .map((key) => ({
      level: isRaised ? "compatible" : "breaking",
      code: "SETTING_CHANGED",
      subject: key,
      message: `is ${show(after[key])} now, formerly ${show(before[key])}: ${why}`,
    }));
}

function compareFiles(before: readonly string[], after: readonly string[]): readonly Change[] {
  const kept = before.filter((path) => after.includes(path));
  const keptNow = after.filter((path) => before.includes(path));
  const removed = before.filter((path) => !after.includes(path));
  const added = after.filter((path) => !before.includes(path));
  return [
    ...removed.map((path): Change => ({
      level: "breaking",
      code: "FILE_REMOVED",
      subject: path,
      message: "is gone: its last version would be read for ever",
    })),
    ...added.map((path): Change => ({
      level: "compatible",
      code: "FILE_ADDED",
      subject: path,
      message: "is a new file",
    })),
    ...(isEqual(kept, keptNow)
      ? []
      : [
          {
            level: "breaking" as const,
            code: "FILE_ORDER_CHANGED" as const,
            subject: "files",
            message: "stand in another order: of two files with one key another one wins",
          },
        ]),
  ];
}

function pathsOf(files: unknown): readonly string[] {
  return Array.isArray(files)
    ? files.map((file) => (isObject(file) ? String(file["path"]) : String(file)))
    : [];
}

function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function show(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}
