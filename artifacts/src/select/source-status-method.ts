import type { ProjectNode } from "../types/nodes.ts";
import type { NodeId } from "../types/resource.ts";
import type { SourceResults } from "../types/results.ts";
import type { Criterion } from "./parse-selector.ts";
import type { SelectContext } from "./select-context.ts";
import { needsSourcesError, selectorSyntaxError } from "./selector-errors.ts";

/** dbt's method source_status: the sources with newer rows than in the base's sources.json, or that it has no rows of. */
export function sourceStatusMethod(
  { value, text }: Criterion,
  { sources, baseSources }: SelectContext,
): (node: ProjectNode) => boolean {
  if (value !== "fresher") throw selectorSyntaxError(text, "expected fresher behind source_status:");
  if (sources === undefined || baseSources === undefined) throw needsSourcesError(text);
  const before = newestRows(baseSources);
  const now = newestRows(sources);
  return ({ uniqueId }) => {
    const newest = now.get(uniqueId);
    return newest !== undefined && newest > (before.get(uniqueId) ?? -Infinity);
  };
}

/** When the newest row of each source was loaded, in milliseconds; without those that could not be looked at. */
function newestRows({ results }: SourceResults): ReadonlyMap<NodeId, number> {
  return new Map(
    results.flatMap(({ uniqueId, maxLoadedAt }) =>
      maxLoadedAt === undefined ? [] : [[uniqueId, Date.parse(maxLoadedAt)] as const],
    ),
  );
}
