import type { Column, Json } from "@headwater/artifacts";
import * as v from "valibot";

import { readersOf } from "../../data-flow.ts";
import { option, patternOption, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const exposedPii = defineRule({
  id: "exposed-pii",
  category: "governance",
  title: "Exposed personal data",
  docs: {
    what: "A column with personal data in a model that an exposure reads or whose access is public, without a sign that it is masked. A column holds personal data if it has one of `tags` (`pii`), a true value under one of `meta_keys` (`pii`, `contains_pii`), or a name that matches `name_patterns`. It counts as masked with one of `masking_tags` (`masked`) or a value under one of `masking_meta_keys` (`masking_policy`).",
    why: "Outside the project nobody can tell who sees a name or an address. What leaves it has to be masked on purpose.",
    example: `models:
  - name: dim_customers
    access: public
    columns:
      - name: email
        config: {tags: [pii]}     # and no tag masked`,
    fix: "Mask the column and tag it so, leave it out of the model, or stop exposing the model.",
  },
  defaultSeverity: "error",
  preset: "recommended",
  options: {
    tags: option(texts, {
      default: ["pii"],
      description: "Tags that mark a column as personal data.",
      looser: "shorter",
    }),
    meta_keys: option(texts, {
      default: ["pii", "contains_pii"],
      description: "Keys of a column's `meta` that mark it as personal data.",
      looser: "shorter",
    }),
    name_patterns: option(v.array(patternOption), {
      default: [],
      description: "Regular expressions for names of columns that hold personal data.",
      looser: "shorter",
    }),
    masking_tags: option(texts, {
      default: ["masked"],
      description: "Tags that mark a column as masked.",
      looser: "longer",
    }),
    masking_meta_keys: option(texts, {
      default: ["masking_policy"],
      description: "Keys of a column's `meta` that mark it as masked.",
      looser: "longer",
    }),
  },
  check: ({ graph, judged }, options) => {
    const names = options.name_patterns.map((pattern) => new RegExp(pattern, "iu"));
    const isPersonal = (column: Column): boolean =>
      isMarked(column, options.tags, options.meta_keys) || names.some((name) => name.test(column.name));
    const isMasked = (column: Column): boolean =>
      isMarked(column, options.masking_tags, options.masking_meta_keys);
    return judged("model").flatMap((model) => {
      const exposures = readersOf(graph, model.uniqueId).filter(
        (reader) => reader.resourceType === "exposure",
      );
      const exposed = [
        model.access === "public" && "its model is public",
        exposures.length > 0 && `the exposure ${namesOf(exposures)} reads its model`,
      ].filter((reason) => reason !== false);
      if (exposed.length === 0) return [];
      const bare = model.columns.filter((column) => isPersonal(column) && !isMasked(column));
      return bare.map((column) => ({
        subject: model,
        column: column.name,
        message: `is personal data without a sign of masking, and ${exposed.join(", and ")}`,
        related: idsOf(exposures),
        place: { at: "column", column: column.name } as const,
        measure: exposed.length,
      }));
    });
  },
});

function isMarked(column: Column, tags: readonly string[], keys: readonly string[]): boolean {
  return tags.some((tag) => column.tags.includes(tag)) || keys.some((key) => isTrue(column.meta[key]));
}

/** Anything but false, nothing, and words for no. */
function isTrue(value: Json | undefined): boolean {
  if (typeof value === "string") return !/^\s*(|no|none|false)\s*$/i.test(value);
  return value !== undefined && value !== null && value !== false;
}
