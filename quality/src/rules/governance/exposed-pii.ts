import type { Column, Json } from "@headwater/artifacts";
import * as v from "valibot";

import { isModel, readersOf } from "../../data-flow.ts";
import { fieldName } from "../../known-columns.ts";
import { option, patternOption, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const exposedPii = defineRule({
  id: "exposed-pii",
  category: "governance",
  title: "Exposed personal data",
  docs: {
    what: "A column with personal data, without a sign that it is masked, in a model whose access is public, or in a model, snapshot, seed or source that an exposure reads. A column holds personal data if it has one of `tags` (`pii`), a true value under one of `meta_keys` (`pii`, `contains_pii`), or a name that matches `name_patterns`, which for a field of a record (`customer.email`) may be the field's own. It counts as masked with one of `masking_tags` (`masked`) or a value under one of `masking_meta_keys` (`masking_policy`). Upper and lower case are the same in all of these.",
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
    const isMarked = marks(options.tags, options.meta_keys);
    const isMasked = marks(options.masking_tags, options.masking_meta_keys);
    const isPersonal = (column: Column): boolean =>
      isMarked(column) || names.some((name) => name.test(column.name) || name.test(fieldName(column.name)));
    const nodes = [...judged("model"), ...judged("snapshot"), ...judged("seed"), ...judged("source")];
    return nodes.flatMap((node) => {
      const exposures = readersOf(graph, node.uniqueId).filter(
        (reader) => reader.resourceType === "exposure",
      );
      const exposed = [
        isModel(node) && node.access === "public" && "its model is public",
        exposures.length > 0 && `the exposure ${namesOf(exposures)} reads its ${node.resourceType}`,
      ].filter((reason) => reason !== false);
      if (exposed.length === 0) return [];
      const bare = node.columns.filter((column) => isPersonal(column) && !isMasked(column));
      return bare.map((column) => ({
        subject: node,
        column: column.name,
        message: `is personal data without a sign of masking, and ${exposed.join(", and ")}`,
        related: idsOf(exposures),
        place: { at: "column", column: column.name } as const,
        measure: exposed.length,
      }));
    });
  },
});

/** Tells whether a column has one of some tags, or a true value under one of some keys, in upper or lower case. */
function marks(tags: readonly string[], keys: readonly string[]): (column: Column) => boolean {
  const knownTags = lowerCased(tags);
  const knownKeys = lowerCased(keys);
  return (column) =>
    column.tags.some((tag) => knownTags.has(tag.toLowerCase())) ||
    Object.entries(column.meta).some(([key, value]) => knownKeys.has(key.toLowerCase()) && isTrue(value));
}

function lowerCased(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map((word) => word.toLowerCase()));
}

/** Anything but false, nothing, and words for no. */
function isTrue(value: Json | undefined): boolean {
  if (typeof value === "string") return !/^\s*(|n|no|none|false)\s*$/i.test(value);
  return value !== undefined && value !== null && value !== false;
}
