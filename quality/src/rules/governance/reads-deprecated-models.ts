import { isModel, inputsOf } from "../../data-flow.ts";
import { deprecationDay, isDeprecated } from "../../deprecation.ts";
import { option, wholeNumberFrom } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const readsDeprecatedModels = defineRule({
  id: "reads-deprecated-models",
  category: "governance",
  title: "Reading of deprecated models",
  docs: {
    what: "A model, snapshot or exposure that reads a model whose `deprecation_date` is reached, or comes within `days_ahead` (30) days. One finding for each such parent.",
    why: "The model will be removed, and whatever still reads it fails on that day.",
    example: `-- models/marts/fct_sales.sql
select * from {{ ref('orders', v=1) }}   # orders.v1 ends in two weeks`,
    fix: "Read the newer version, or the model that takes its place.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  options: {
    days_ahead: option(wholeNumberFrom(0), {
      default: 30,
      description: "How many days before the deprecation date readers are reported.",
      looser: "smaller",
    }),
  },
  check: ({ graph, judged, now }, { days_ahead: daysAhead }) =>
    [...judged("model"), ...judged("snapshot"), ...judged("exposure")].flatMap((node) =>
      inputsOf(graph, node.uniqueId)
        .filter(isModel)
        .filter((parent) => isDeprecated(parent, now, daysAhead))
        .map((parent) => ({
          subject: node,
          message: `reads ${nameOf(parent)}, which is to be gone by ${deprecationDay(parent)}`,
          related: [parent.uniqueId],
          place:
            node.resourceType === "exposure"
              ? ({ at: "key", path: ["depends_on"] } as const)
              : ({ at: "call", to: parent.uniqueId } as const),
        })),
    ),
});
