import type { NodeId } from "@headwater/artifacts";

/** Things with ids in the order of the ids, which does not depend on the order of the artifacts. */
export function sortedById<T extends { readonly uniqueId: NodeId }>(things: readonly T[]): readonly T[] {
  return things.toSorted((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
}
