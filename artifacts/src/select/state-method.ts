import { isStateValue, stateMatcher, stateValues } from "../state/state-matcher.ts";
import type { ProjectNode } from "../types/nodes.ts";
import type { SelectContext } from "./select-context.ts";
import type { Criterion } from "./parse-selector.ts";
import { needsStateError, selectorSyntaxError } from "./selector-errors.ts";

/** dbt's method state. */
export function stateMethod(
  { value, text }: Criterion,
  { state }: SelectContext,
): (node: ProjectNode) => boolean {
  if (state === undefined) throw needsStateError(text);
  if (!isStateValue(value)) {
    throw selectorSyntaxError(text, `expected one of ${stateValues.join(", ")} behind state:`);
  }
  return stateMatcher(state, value);
}
