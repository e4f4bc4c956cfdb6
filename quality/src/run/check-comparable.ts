import type { Manifest } from "@headwater/artifacts";

import { isRefable, type Refable } from "../data-flow.ts";
import { QualityError } from "../errors.ts";

/**
 * Refuses a base of another project or adapter, as every finding would be wrong. Returns warnings about what cannot be
 * compared where only the dbt version or the target is another. @throws QualityError GATE_BASE_NOT_COMPARABLE
 */
export function checkComparable(head: Manifest, base: Manifest): readonly string[] {
  const differing = differingFact(head, base);
  if (differing !== undefined) {
    throw new QualityError(
      "GATE_BASE_NOT_COMPARABLE",
      `The base cannot be compared with head: ${differing}.`,
      "Give --base the artifacts that the base branch made of the same project on the same kind of warehouse.",
    );
  }
  return [...versionWarning(head, base), ...targetWarning(head, base)];
}

function differingFact(head: Manifest, base: Manifest): string | undefined {
  const [now, before] = [head.metadata, base.metadata];
  if (isOther(before.adapterType, now.adapterType)) {
    return `its adapter is ${before.adapterType}, head's is ${now.adapterType}`;
  }
  if (isOther(before.projectName, now.projectName)) {
    return `its project is ${before.projectName}, head's is ${now.projectName}`;
  }
  return undefined;
}

function isOther(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now;
}

function versionWarning(head: Manifest, base: Manifest): readonly string[] {
  const minor = (manifest: Manifest) => manifest.metadata.dbtVersion.split(".", 2).join(".");
  if (minor(head) === minor(base)) return [];
  return [
    `The base was made by dbt ${base.metadata.dbtVersion}, head by dbt ${head.metadata.dbtVersion}: macros, configs and ` +
      "constraints can differ for that reason alone, and what only one version writes cannot be compared.",
  ];
}

/** Another target builds into other schemas: then more than half of the nodes that both sides have lie elsewhere. */
function targetWarning(head: Manifest, base: Manifest): readonly string[] {
  let common = 0;
  let elsewhere = 0;
  for (const node of head.nodes.values()) {
    const before = base.nodes.get(node.uniqueId);
    if (before === undefined || !isRefable(node) || !isRefable(before)) continue;
    common++;
    if (placeOf(node) !== placeOf(before)) elsewhere++;
  }
  if (elsewhere * 2 <= common) return [];
  return [
    `The base was built for another target (${elsewhere} of ${common} relations lie in another database or schema): ` +
      "databases and schemas are not compared, but for those of sources, as in dbt.",
  ];
}

function placeOf({ relation }: Refable): string {
  return JSON.stringify([relation.database?.toLowerCase(), relation.schema?.toLowerCase()]);
}
