import { isModel, inputsOf, type Input } from "../../data-flow.ts";
import { mapOf, option, texts } from "../../options.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { listed, nameOf } from "../../wording.ts";

export const permittedLayers = defineRule({
  id: "permitted-layers",
  category: "structure",
  title: "Permitted layers",
  docs: {
    what: "A model that reads from a layer that its own layer may not read from. By default base reads sources, seeds and snapshots; staging those and base; intermediate reads base, staging, intermediate, seeds and snapshots; marts read staging, intermediate, marts, seeds and snapshots. One finding for each such parent.",
    why: "Layers only help when data flows one way. One reading against the flow makes changes in a mart reach models that are thought to be below it.",
    example: `-- models/intermediate/int_orders_ranked.sql
select * from {{ ref('fct_orders') }}    # intermediate may not read marts`,
    fix: "Read a model of a permitted layer, or move the model to the layer that it belongs to.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: {
    reads: option(mapOf(texts), {
      default: {
        base: ["source", "seed", "snapshot"],
        staging: ["source", "seed", "snapshot", "base"],
        intermediate: ["seed", "snapshot", "base", "staging", "intermediate"],
        marts: ["seed", "snapshot", "staging", "intermediate", "marts"],
      },
      description:
        "For each layer what its models may read: layers, and `source`, `seed` or `snapshot`. Layers that are not named may read everything.",
      namesLayers: true,
    }),
  },
  check: (context, { reads }) => {
    const permitted = new Map(Object.entries(reads).map(([layer, from]) => [layer, new Set(from)]));
    return context.judged("model").flatMap((model) => {
      const layer = context.layerOf(model);
      const allowed = permitted.get(layer);
      if (allowed === undefined) return [];
      return inputsOf(context.graph, model.uniqueId)
        .filter((parent) => context.isJudged(parent) && !allowed.has(originOf(parent, context)))
        .map((parent) => ({
          subject: model,
          message: `is in the ${layer} layer and reads ${nameOf(parent)} (${originOf(parent, context)}); permitted are ${listed([...allowed], 10)}`,
          related: [parent.uniqueId],
          place: { at: "call", to: parent.uniqueId } as const,
        }));
    });
  },
});

/** A model's layer, and the resource type of everything else. */
function originOf(parent: Input, { layerOf }: RuleContext): string {
  return isModel(parent) ? layerOf(parent) : parent.resourceType;
}
