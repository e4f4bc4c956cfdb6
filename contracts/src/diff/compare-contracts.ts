import { compareFields } from "./compare-fields.ts";
import { compareSettings } from "./compare-settings.ts";
import { type ContractVersion, majorOf } from "./contract-version.ts";
import type { Change, Finding } from "./finding.ts";

/** A version on the base branch. */
interface BaseVersion {
  readonly commit: string;
  readonly version: ContractVersion;
}

/** One feed on the base branch: every version that it ever had there, newest first. */
export interface BaseFeed {
  readonly name: string;
  readonly versions: readonly BaseVersion[];
  /** Whether the base still has the feed. */
  readonly isPresent: boolean;
}

/**
 * Classifies what changed from the base to `head` (feed name to present version). Like a schema registry in
 * backward-transitive mode it compares with every version of the base: events of all of them stay in Bronze and
 * are read again. A raised `major` in feed.yml says that a break is meant: versions of a lower major are then
 * left out. Compatible changes are reported against the newest version only.
 */
export function compareContracts(
  base: readonly BaseFeed[],
  head: ReadonlyMap<string, ContractVersion>,
): readonly Finding[] {
  const baseNames = new Set(base.filter((feed) => feed.versions.length > 0).map((feed) => feed.name));
  const added = [...head.keys()].filter((name) => !baseNames.has(name));
  const findings = [
    ...base.flatMap((feed) => compareFeed(feed, head.get(feed.name))),
    ...added.map((feed): Finding => {
      const message = "is a new feed";
      return { feed, level: "compatible", code: "FEED_ADDED", subject: "", message, against: [] };
    }),
  ];
  return findings.sort(
    (a, b) =>
      compareTexts(a.feed, b.feed) || compareTexts(a.level, b.level) || compareTexts(a.subject, b.subject),
  );
}

function compareFeed(base: BaseFeed, head: ContractVersion | undefined): readonly Finding[] {
  const newest = base.versions[0];
  if (newest === undefined) {
    return [];
  }
  if (head === undefined) {
    return base.isPresent ? [removedFeed(base.name, newest.commit)] : [];
  }
  const major = majorOf(head);
  const comparable = base.versions.filter(({ version }) => majorOf(version) === major);
  const byText = new Map<string, Finding>();
  for (const { commit, version } of comparable) {
    for (const change of compareVersions(version, head)) {
      if (change.level === "compatible" && commit !== newest.commit) {
        continue;
      }
      const identity = `${change.code} ${change.subject} ${change.message}`;
      const against = [...(byText.get(identity)?.against ?? []), commit];
      byText.set(identity, { feed: base.name, ...change, against });
    }
  }
  return [...compareMajors(base, newest.commit, major), ...byText.values()];
}

function removedFeed(feed: string, commit: string): Finding {
  const message = "is gone: its tables are no longer fed, and models that read them fail";
  return { feed, level: "breaking", code: "FEED_REMOVED", subject: "", message, against: [commit] };
}

function compareVersions(before: ContractVersion, after: ContractVersion): readonly Change[] {
  const kind = after.settings["kind"] === "batch" ? "batch" : "stream";
  return [
    ...compareSettings(before.settings, after.settings),
    ...compareFields(before.fields, after.fields, kind),
  ];
}

function compareMajors(base: BaseFeed, newest: string, major: number): readonly Finding[] {
  const highest = Math.max(...base.versions.map(({ version }) => majorOf(version)));
  if (major === highest) {
    return [];
  }
  const change: Change =
    major > highest
      ? {
          level: "compatible",
          code: "MAJOR_RAISED",
          subject: "major",
          message: `is ${major} now, formerly ${highest}: a break is meant, and earlier versions are not compared`,
        }
      : {
          level: "breaking",
          code: "MAJOR_LOWERED",
          subject: "major",
          message: `is ${major} now, formerly ${highest}: it only ever rises`,
        };
  return [{ feed: base.name, ...change, against: [newest] }];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
