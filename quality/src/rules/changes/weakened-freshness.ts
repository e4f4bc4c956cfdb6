import type { Source, Threshold } from "@headwater/artifacts";
import { defineRule } from "../../rule.ts";
import { counted, listed } from "../../wording.ts";

export const weakenedFreshness = defineRule({
  id: "weakened-freshness",
  category: "changes",
  title: "Weakened freshness",
  docs: {
    what: "A source table whose freshness is not checked any more, or whose `warn_after` or `error_after` lets the data be older than in the base. A narrower `filter` counts too.",
    why: "A threshold that was raised to silence an alarm hides the next time that the loading stops.",
    example: `tables:
  - name: orders
    config:
      freshness:
        warn_after: { count: 7, period: day }   # base: 1 day`,
    fix: "Keep the threshold and repair the loading, or say in the review why older data is good enough now.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  needs: ["base"],
  check: ({ judged, base }) =>
    judged("source").flatMap((source) => {
      const before = base.counterpart(source);
      if (before?.resourceType !== "source") return [];
      const ways = loosenedIn(before, source);
      if (ways.length === 0) return [];
      const message = `is checked for freshness less strictly: ${listed(ways)}`;
      return [
        {
          subject: source,
          message,
          key: ways.join("; "),
          place: { at: "key", path: ["config", "freshness"] },
        },
      ];
    }),
});

function loosenedIn(before: Source, after: Source): readonly string[] {
  const old = before.freshness;
  const now = after.freshness;
  if (old === undefined) return [];
  return [
    ...loosenedThreshold("warn_after", old.warnAfter, now?.warnAfter),
    ...loosenedThreshold("error_after", old.errorAfter, now?.errorAfter),
    ...(now?.filter !== undefined && now.filter !== old.filter
      ? [`only rows with ${now.filter} are looked at`]
      : []),
  ];
}

function loosenedThreshold(
  name: string,
  old: Threshold | undefined,
  now: Threshold | undefined,
): readonly string[] {
  if (old === undefined) return [];
  if (now === undefined) return [`${name} is gone, and was ${words(old)}`];
  return minutes(now) > minutes(old) ? [`${name} is ${words(now)}, and was ${words(old)}`] : [];
}

const minutesIn = { minute: 1, hour: 60, day: 1440 };

function minutes({ count, period }: Threshold): number {
  return count * minutesIn[period];
}

function words({ count, period }: Threshold): string {
  return counted(count, period);
}
