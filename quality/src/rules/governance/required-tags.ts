import { layersOption, nodesOf, option, resourceTypesOption, texts } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { listed } from "../../wording.ts";

export const requiredTags = defineRule({
  id: "required-tags",
  category: "governance",
  title: "Required tags",
  docs: {
    what: "A resource that lacks one of the tags in `all_of`, or has none of those in `any_of`. Tags of the resource and of its config both count. Without either option the rule finds nothing.",
    why: "Schedules and selectors go by tags. A model without its tag is not run, or not by the job that should.",
    example: `# any_of: [daily, hourly]
models:
  - name: orders
    config: {tags: [finance]}`,
    fix: "Add the tag to the resource's config, or to its folder in dbt_project.yml.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    all_of: option(texts, {
      default: [],
      description: "Tags that every resource must have.",
      looser: "shorter",
    }),
    any_of: option(texts, { default: [], description: "Tags of which every resource must have one." }),
    resource_types: resourceTypesOption(
      ["model", "seed", "snapshot", "source", "exposure", "metric"],
      ["model"],
    ),
    layers: layersOption(),
  },
  check: (context, { all_of: allOf, any_of: anyOf, resource_types: types, layers }) =>
    nodesOf(context, types, layers).flatMap((node) => {
      const missing = allOf.filter((tag) => !node.tags.includes(tag));
      const lacksAny = anyOf.length > 0 && !anyOf.some((tag) => node.tags.includes(tag));
      const gaps = [
        ...(missing.length > 0 ? [`lacks the tag ${listed(missing)}`] : []),
        ...(lacksAny ? [`has none of the tags ${listed(anyOf)}`] : []),
      ];
      if (gaps.length === 0) return [];
      return [
        {
          subject: node,
          message: gaps.join(", and "),
          place: { at: "key", path: ["config", "tags"] } as const,
        },
      ];
    }),
});
