import type { NodeId, ProjectGraph } from "@headwater/artifacts";

import { QualityError } from "../errors.ts";

// PENDING: artifacts brings selectNodes, compareState and openPositions; until then these answer what can be
// answered without them.

export function selectNodes(_graph: ProjectGraph, selector: string): ReadonlySet<NodeId> {
  throw new QualityError(
    "GATE_SELECTOR_INVALID",
    `The selector ${selector} cannot be read yet.`,
    "Leave it out.",
  );
}
