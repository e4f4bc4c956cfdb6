import { isModel, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const exposuresDependentOnPrivateModels = defineRule({
  id: "exposures-dependent-on-private-models",
  category: "governance",
  title: "Exposures dependent on private models",
  docs: {
    what: "An exposure that reads something other than a model with `access: public`: a private or protected model, a source, a seed or a snapshot. One finding for each such parent.",
    why: "A dashboard is outside the project. What it reads must be meant for others, and must not change without notice.",
    example: `exposures:
  - name: sales_board
    depends_on: [ref('orders')]

models:
  - name: orders
    access: protected`,
    fix: "Set `access: public` on the model (and give it a contract), or let the exposure read a public model.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged }) =>
    judged("exposure").flatMap((exposure) =>
      inputsOf(graph, exposure.uniqueId)
        .filter((parent) => isJudged(parent) && !(isModel(parent) && parent.access === "public"))
        .map((parent) => ({
          subject: exposure,
          message: isModel(parent)
            ? `reads the model ${nameOf(parent)}, whose access is ${parent.access}`
            : `reads the ${parent.resourceType} ${nameOf(parent)}, which is no public model`,
          related: [parent.uniqueId],
          place: { at: "key", path: ["depends_on"] } as const,
        })),
    ),
});
