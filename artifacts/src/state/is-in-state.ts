import type { ProjectNode, ResourceType } from "../types/nodes.ts";
import type { StateComparison, StateKind } from "../types/state.ts";

/** What dbt's selector method `state:` takes. */
const STATE_VALUES = [
  "new",
  "old",
  "modified",
  "unmodified",
  "modified.body",
  "modified.configs",
  "modified.persisted_descriptions",
  "modified.relation",
  "modified.macros",
  "modified.contract",
] as const;

export type StateValue = (typeof STATE_VALUES)[number];

export function isStateValue(text: string): text is StateValue {
  return (STATE_VALUES as readonly string[]).includes(text);
}

/**
 * Whether dbt's `state:<value>` selects a node of head. As in dbt, a renamed node is new; and a new one is modified in
 * every kind that its type has.
 */
export function isInState(node: ProjectNode, value: StateValue, comparison: StateComparison): boolean {
  return new StateSelector(comparison).isInState(node, value);
}
