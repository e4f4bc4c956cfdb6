import { IngestError } from "../errors.ts";
import type { PrepareStep } from "./prepare-step.ts";
import { selectColumns } from "./prepare/select-columns.ts";
import { selectNycCounties } from "./prepare/select-nyc-counties.ts";

/** Every prepare step that a feed.yml may name. */
export const prepareSteps: readonly PrepareStep[] = [selectColumns, selectNycCounties];

/** The step of that name, or BATCH_STEP_UNKNOWN. */
export function findPrepareStep(name: string): PrepareStep {
  const step = prepareSteps.find((candidate) => candidate.name === name);
  if (step !== undefined) return step;
  const known = prepareSteps.map((candidate) => candidate.name).join(", ");
  throw new IngestError(
    "BATCH_STEP_UNKNOWN",
    `There is no prepare step named "${name}". Known steps: ${known}.`,
    "Correct prepare in the feed's feed.yml, or add the step to ingest/src/batch/prepare-steps.ts.",
  );
}
