import type { NodeId, ProjectGraph, ProjectNode } from "@headwater/artifacts";

import { QualityError } from "../errors.ts";
import type { Place, Subject } from "../finding.ts";
import type { Location } from "./judge-project.ts";

// PENDING: artifacts brings selectNodes, compareState and openPositions; until then these answer what can be
// answered without them.

export function selectNodes(_graph: ProjectGraph, selector: string): ReadonlySet<NodeId> {
  throw new QualityError(
    "GATE_SELECTOR_INVALID",
    `The selector ${selector} cannot be read yet.`,
    "Leave it out.",
  );
}

export function locate(place: Place, subject: Subject, node: ProjectNode | undefined): Location {
  if (place.at === "file") return { file: place.file, line: place.line };
  const isCode = place.at === "code" || place.at === "sql" || place.at === "ref" || place.at === "source";
  return { file: (isCode ? undefined : node?.patchPath) ?? subject.originalFilePath, line: undefined };
}
