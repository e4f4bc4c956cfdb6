import { ArtifactError, type NodeId } from "@headwater/artifacts";

import type { GateConfig } from "../config/settings.ts";
import { QualityError } from "../errors.ts";

export interface SelectedOverrides {
  /** For each override, in the configuration's order, the nodes that it is about. */
  readonly selected: readonly ReadonlySet<NodeId>[];
  readonly warnings: readonly string[];
}

/**
 * Selects the nodes of each override. One that compares with a base is about no node where there is none, so that a run
 * without a base works with the same configuration. @throws QualityError for a selector that cannot be understood
 */
export function selectOverrides(
  { file, overrides }: Pick<GateConfig, "file" | "overrides">,
  select: (selector: string) => ReadonlySet<NodeId>,
): SelectedOverrides {
  const warnings: string[] = [];
  const selected = overrides.map((override) => {
    const place = `${file}:${override.line}`;
    try {
      const nodes = select(override.select);
      if (nodes.size === 0) warnings.push(`${place} the override for ${override.select} selects no node.`);
      return nodes;
    } catch (error) {
      if (!(error instanceof ArtifactError)) throw error;
      if (error.code !== "SELECTOR_NEEDS_STATE" && error.code !== "SELECTOR_NEEDS_RESULTS") {
        throw new QualityError("GATE_SELECTOR_INVALID", `${place}: ${error.message}`, error.hint, error);
      }
      warnings.push(`${place} the override has no effect: ${error.message}.`);
      return new Set<NodeId>();
    }
  });
  return { selected, warnings };
}
