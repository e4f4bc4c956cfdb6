import { isComputedAtRead, isModel, isSource, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const exposureParentsMaterializations = defineRule({
  id: "exposure-parents-materializations",
  category: "performance",
  title: "Materialization of exposures' parents",
  docs: {
    what: "An exposure that reads a view, an ephemeral model or a source. One finding for each such parent.",
    why: "A dashboard reads often and wants quick answers, and a view is computed anew each time. A source is raw data that no model has cleaned.",
    example: `exposures:
  - name: sales_board
    depends_on: [ref('orders')]   # orders is materialized as a view`,
    fix: "Materialize the model as a table or incrementally; put a model between a source and the exposure.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged }) =>
    judged("exposure").flatMap((exposure) =>
      inputsOf(graph, exposure.uniqueId)
        .filter((parent) => isJudged(parent) && (isSource(parent) || isComputedAtRead(parent)))
        .map((parent) => ({
          subject: exposure,
          message: isModel(parent)
            ? `reads ${nameOf(parent)}, which is materialized as ${parent.config.materialized}`
            : `reads the source ${nameOf(parent)} directly`,
          related: [parent.uniqueId],
          place: { at: "key", path: ["depends_on"] } as const,
        })),
    ),
});
