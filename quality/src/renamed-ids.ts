import type { NodeId, StateComparison } from "@headwater/artifacts";

/** Gives the id that a node of one side has on the other: another one only for renamed nodes. */
export type MapId = (id: NodeId) => NodeId;

/** The ids of each side's nodes on the other side; without a comparison, or for a node that was not renamed, the same. */
export function renamedIds(state: StateComparison | undefined): {
  readonly toBase: MapId;
  readonly toHead: MapId;
} {
  const renamed = state?.renamed ?? [];
  const baseIds = new Map(renamed.map(({ from, to }) => [to, from]));
  const headIds = new Map(renamed.map(({ from, to }) => [from, to]));
  return { toBase: (id) => baseIds.get(id) ?? id, toHead: (id) => headIds.get(id) ?? id };
}
