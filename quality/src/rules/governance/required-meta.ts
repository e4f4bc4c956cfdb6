import type { Json } from "@headwater/artifacts";

import { layersOption, nodesOf, option, resourceTypesOption, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { listed } from "../../wording.ts";

export const requiredMeta = defineRule({
  id: "required-meta",
  category: "governance",
  title: "Required meta keys",
  docs: {
    what: "A resource whose `meta` lacks one of `keys`, or has nothing in it. `meta` of the resource and of its config both count. Without `keys` the rule finds nothing.",
    why: "Tools and people rely on agreed keys, for example for retention, cost centre or the contact. A missing one is noticed when it is needed.",
    example: `# keys: [cost_center]
models:
  - name: orders
    config:
      meta: {cost_center: ""}`,
    fix: "Add the missing keys to `config.meta` of the resource, or of its folder in dbt_project.yml.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    keys: option(texts, { default: [], description: "The keys that `meta` must have.", looser: "shorter" }),
    resource_types: resourceTypesOption(
      ["model", "seed", "snapshot", "source", "exposure", "metric"],
      ["model"],
    ),
    layers: layersOption(),
  },
  check: (context, { keys, resource_types: types, layers }) =>
    nodesOf(context, types, layers).flatMap((node) => {
      const missing = keys.filter((key) => isEmpty(node.meta[key]));
      if (missing.length === 0) return [];
      return [
        {
          subject: node,
          message: `has no ${listed(missing)} in its meta`,
          measure: missing.length,
          place: { at: "key", path: ["config", "meta"] } as const,
        },
      ];
    }),
});

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  return typeof value === "object" && Object.keys(value).length === 0;
}
