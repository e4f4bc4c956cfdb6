import type { Manifest } from "@headwater/artifacts";

/**
 * Whether two manifests, read with `shareWith`, hold the same nodes, macros and groups: then every rule that looks at
 * nothing else says the same about both.
 */
export function isSameManifest(head: Manifest, base: Manifest): boolean {
  return (
    hasSameValues(head.nodes, base.nodes) &&
    hasSameValues(head.macros, base.macros) &&
    JSON.stringify([...head.groups]) === JSON.stringify([...base.groups]) &&
    head.disabled.length === 0 &&
    base.disabled.length === 0 &&
    head.metadata.adapterType === base.metadata.adapterType &&
    head.metadata.projectName === base.metadata.projectName
  );
}

function hasSameValues<Value>(
  first: ReadonlyMap<string, Value>,
  second: ReadonlyMap<string, Value>,
): boolean {
  if (first.size !== second.size) return false;
  for (const [key, value] of first) if (second.get(key) !== value) return false;
  return true;
}
