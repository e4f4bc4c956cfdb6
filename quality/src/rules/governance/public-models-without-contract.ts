import { defineRule } from "../../rule.ts";

export const publicModelsWithoutContract = defineRule({
  id: "public-models-without-contract",
  category: "governance",
  title: "Public models without a contract",
  docs: {
    what: "A model with `access: public` whose contract is not enforced.",
    why: "Others build on a public model. Without a contract its columns and types can change by accident, and they find out first.",
    example: `models:
  - name: orders
    access: public`,
    fix: "Enforce a contract in the model's config, and declare every column with its data type.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged }) =>
    judged("model")
      .filter((model) => model.access === "public" && !model.contract.enforced)
      .map((model) => ({
        subject: model,
        message: "is public and has no enforced contract",
        place: { at: "key", path: ["access"] } as const,
      })),
});
