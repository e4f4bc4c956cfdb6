import { defineRule } from "../../rule.ts";
import { isText } from "../../wording.ts";

export const undocumentedSourceTables = defineRule({
  id: "undocumented-source-tables",
  category: "documentation",
  title: "Undocumented source tables",
  docs: {
    what: "A source table without a description, or with one of blanks only.",
    why: "Raw tables are the part of the project that its SQL says least about: how they are loaded and what a row is has to be written down.",
    example: `sources:
  - name: pos
    description: The tills' own database.
    tables:
      - name: receipts`,
    fix: "Add a description to the table in the source's YAML: what one row is, and how it gets there.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged }) =>
    judged("source")
      .filter((source) => !isText(source.description))
      .map((source) => ({ subject: source, message: "has no description of the table" })),
});
