import { layersOption, nodesOf, resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { isText } from "../../wording.ts";

export const requiredOwner = defineRule({
  id: "required-owner",
  category: "governance",
  title: "Required owner",
  docs: {
    what: "A marts model or an exposure that nobody owns: an exposure's `owner`, the `owner` of a model's group, and `meta.owner` count, by name or e-mail address. `meta.owner` is a text, a list of texts, or a map with `name` and `email`.",
    why: "When it breaks at night, somebody has to be told, and somebody has to decide on changes.",
    example: `models:
  - name: fct_orders      # neither a group nor meta.owner`,
    fix: "Put the model into a group with an owner, or name the owner in `config.meta.owner`.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    resource_types: resourceTypesOption(
      ["model", "seed", "snapshot", "source", "exposure", "metric"],
      ["model", "exposure"],
    ),
    layers: layersOption("marts"),
  },
  check: (context, { resource_types: types, layers }) =>
    nodesOf(context, types, layers)
      .filter((node) => {
        const owner = context.graph.ownerOf(node);
        return !isText(owner?.name) && !(owner?.emails ?? []).some(isText);
      })
      .map((node) => ({ subject: node, message: "has no owner" })),
});
