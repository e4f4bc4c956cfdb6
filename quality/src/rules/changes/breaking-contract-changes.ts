import { contractBreaks, type ContractBreak } from "@headwater/artifacts";
import { hasUsers, userWords, usersOf } from "../../changes/users.ts";
import type { Place } from "../../finding.ts";
import { defineRule } from "../../rule.ts";
import { idsOf } from "../../wording.ts";

export const breakingContractChanges = defineRule({
  id: "breaking-contract-changes",
  category: "changes",
  title: "Breaking contract changes",
  docs: {
    what: "What dbt calls a breaking change of a model that had an enforced contract in the base: the contract is switched off, a column is gone or has another type (without its size), an enforced constraint is gone, or the materialization enforces none any more.",
    why: "A contract is a promise to others. Breaking it without a new version breaks them, and dbt's own check only runs where somebody asks for it.",
    example: `models:
  - name: orders
    config: { contract: { enforced: true } }
    columns:
      - { name: order_id, data_type: integer }
      # base: also { name: amount, data_type: numeric }`,
    fix: "Keep the promise, or add a new version of the model and give the old one a deprecation_date.",
  },
  defaultSeverity: "error",
  preset: "minimal",
  needs: ["base"],
  check: ({ judged, base, manifest }) =>
    judged("model").flatMap((model) => {
      const before = base.counterpart(model);
      if (before?.resourceType !== "model") return [];
      const users = usersOf(before, base.graph);
      const used = hasUsers(users) ? `; used by ${userWords(users)}` : "";
      return contractBreaks(before, model, manifest.metadata.adapterType).map((broken) => ({
        subject: model,
        column: broken.column,
        message: `${wordsFor(broken)}${used}`,
        key: `${broken.kind} ${broken.from}`,
        related: idsOf(users.nodes),
        place: placeOf(broken),
      }));
    }),
});

/** What happened, to follow the name of the model or of its column. */
function wordsFor({ kind, from, to }: ContractBreak): string {
  switch (kind) {
    case "contract_switched_off":
      return "does not enforce its contract any more";
    case "column_removed":
      return "is gone from the contract";
    case "column_retyped":
      return `was ${from ?? "without a type"} in the contract and is ${to ?? "without a type"}`;
    case "column_constraint_removed":
    case "model_constraint_removed":
      return `has lost its enforced constraint ${from}`;
    case "materialization_changed":
      return `was materialized as ${from} and is as ${to}, which enforces no constraints`;
    default:
      return kind satisfies never;
  }
}

function placeOf({ kind, column }: ContractBreak): Place {
  if (kind === "contract_switched_off") return { at: "key", path: ["config", "contract"] };
  if (kind === "materialization_changed") return { at: "key", path: ["config", "materialized"] };
  return column === undefined || kind === "column_removed"
    ? { at: "key", path: ["columns"] }
    : { at: "column", column };
}
