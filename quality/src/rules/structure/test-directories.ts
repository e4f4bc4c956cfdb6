import { folderOf } from "../../paths.ts";
import { defineRule } from "../../rule.ts";
import { nameOf } from "../../wording.ts";

export const testDirectories = defineRule({
  id: "test-directories",
  category: "structure",
  title: "Test directories",
  docs: {
    what: "A generic test whose YAML file lies in another folder than the model it tests. One finding for each test.",
    why: "A person who changes a model looks for its tests in the YAML beside it, and otherwise believes there are none.",
    example: `models/staging/pos/_pos__models.yml   # holds the tests of models/marts/fct_deliveries.sql`,
    fix: "Move the model's entry to a YAML file in the model's own folder.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged }) =>
    judged("model").flatMap((model) => {
      const folder = folderOf(model.originalFilePath);
      return graph
        .testsOf(model.uniqueId)
        .filter((test) => test.kind === "generic" && folderOf(test.originalFilePath) !== folder)
        .map((test) => ({
          subject: test,
          message: `tests ${nameOf(model)} from ${folderOf(test.originalFilePath)}, and the model lies in ${folder}`,
          related: [model.uniqueId],
          place: { at: "definition", node: test.uniqueId } as const,
        }));
    }),
});
