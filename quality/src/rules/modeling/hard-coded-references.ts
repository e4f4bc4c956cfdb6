import * as v from "valibot";

import { option, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { escapePattern } from "../../sql/escape-pattern.ts";
import { hardCodedReferencesIn } from "../../sql/hard-coded-references.ts";
import { counted, listed } from "../../wording.ts";

export const hardCodedReferences = defineRule({
  id: "hard-coded-references",
  category: "modeling",
  title: "Hard-coded references",
  docs: {
    what: "A SQL model that names a table itself after `from` or `join`: `schema.table`, `database.schema.table`, one quoted name, or `{{ var(...) }}`. What an expression takes (`extract(year from o.created_at at ...)`, `is distinct from o.id`) and a quoted CTE of the model itself do not count. Comments after `--` and between `/*` and `*/` are skipped. As in dbt-project-evaluator, a reference inside a Jinja comment counts, unless `skip_jinja_comments` is set.",
    why: "dbt does not see the dependency: it is missing in the lineage, the build order can be wrong, and a development run reads production tables.",
    example: `-- models/reports/rpt_budget.sql
select budget.id
from finance.budget as budget`,
    fix: "Use ref() for a model and source() for a raw table; declare the source first if it has no YAML yet.",
  },
  defaultSeverity: "error",
  preset: "minimal",
  options: {
    comment_markers: option(texts, {
      default: ["--"],
      description: "What starts a comment that ends with the line.",
      looser: "longer",
    }),
    skip_jinja_comments: option(v.boolean(), {
      default: false,
      description: "Whether what stands between {# and #} is skipped as well.",
      looser: "larger",
    }),
  },
  check: ({ judged }, options) => {
    const find = hardCodedReferencesIn({
      lineMarkers: options.comment_markers,
      skipsJinja: options.skip_jinja_comments,
    });
    const markers = options.comment_markers.map(escapePattern);
    // Not where the same stands in a comment of its line.
    const notInComment = markers.length === 0 ? "" : `(?<!(?:${markers.join("|")}).*)`;
    return judged("model").flatMap((model) => {
      const references = model.language === "sql" ? find(model.rawCode) : [];
      const [first] = references;
      if (first === undefined) return [];
      return [
        {
          subject: model,
          message: `has ${counted(references.length, "hard-coded reference")}: ${listed(references)}`,
          measure: references.length,
          place: {
            at: "sql",
            pattern: new RegExp(String.raw`(?:from|join)\s{1,99}${escapePattern(first)}${notInComment}`, "i"),
          } as const,
        },
      ];
    });
  },
});
