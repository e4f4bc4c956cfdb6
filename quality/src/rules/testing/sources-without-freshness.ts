import { defineRule } from "../../rule.ts";

export const sourcesWithoutFreshness = defineRule({
  id: "sources-without-freshness",
  category: "testing",
  title: "Sources without freshness",
  docs: {
    what: "A source table with neither a `warn_after` nor an `error_after` threshold of freshness.",
    why: "When the loading stops, every test still passes on yesterday's rows, and the people who read the marts notice first.",
    example: `sources:
  - name: ledger
    tables:
      - name: entries      # no freshness here nor at the source`,
    fix: "Set `freshness` with `warn_after` or `error_after` (and `loaded_at_field`) in the config of the source or of the table.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged }) =>
    judged("source")
      .filter(({ freshness }) => freshness?.warnAfter === undefined && freshness?.errorAfter === undefined)
      .map((source) => ({ subject: source, message: "has no freshness threshold" })),
});
