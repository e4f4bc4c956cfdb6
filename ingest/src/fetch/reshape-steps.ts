import { IngestError } from "../errors.ts";
import type { ReshapeStep } from "./reshape-step.ts";
import { ehdpIndicator } from "./reshape/ehdp-indicator.ts";

/** Every reshape step that a file in a feed.yml may name. */
export const reshapeSteps: readonly ReshapeStep[] = [ehdpIndicator];

/** The step of that name, or BATCH_STEP_UNKNOWN. */
export function findReshapeStep(name: string): ReshapeStep {
  const step = reshapeSteps.find((candidate) => candidate.name === name);
  if (step !== undefined) return step;
  const known = reshapeSteps.map((candidate) => candidate.name).join(", ");
  throw new IngestError(
    "BATCH_STEP_UNKNOWN",
    `There is no reshape step named "${name}". Known steps: ${known}.`,
    "Correct reshape in the feed's feed.yml, or add the step to ingest/src/fetch/reshape-steps.ts.",
  );
}
