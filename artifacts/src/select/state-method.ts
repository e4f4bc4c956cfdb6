import type { ProjectNode } from "../types/nodes.ts";
import type { ModifiedKind } from "../types/state.ts";
import type { Criterion } from "./parse-selector.ts";
import type { SelectContext } from "./methods.ts";
import { needsStateError, selectorSyntaxError } from "./selector-errors.ts";

/** `modified.<kind>` of dbt. */
const KINDS: readonly ModifiedKind[] = [
  "body", "configs", "persisted_descriptions", "relation", "macros", "contract",
]; // prettier-ignore

/**
 * state:new, old, modified, unmodified and modified.<kind>. As in dbt, a node is matched with base by its id alone, so that a
 * renamed one is new; and new code counts as modified, while a new source or exposure does not.
 */
export function stateMethod(
  { value, text }: Criterion,
  { state }: SelectContext,
): (node: ProjectNode) => boolean {
  if (state === undefined) throw needsStateError(text);
  const isOld = (node: ProjectNode): boolean =>
    state.base.node(node.uniqueId)?.resourceType === node.resourceType;
  const kindsOf = (node: ProjectNode): ReadonlySet<ModifiedKind> | undefined =>
    state.modified.get(node.uniqueId);
  const isModified = (node: ProjectNode): boolean =>
    isOld(node) ? kindsOf(node) !== undefined : isNewModified(node) || state.usesModifiedMacro(node);
  switch (value) {
    case "new":
      return (node) => !isOld(node);
    case "old":
      return isOld;
    case "modified":
      return isModified;
    case "unmodified":
      return (node) => !isModified(node);
    case "modified.macros":
      return (node) => state.usesModifiedMacro(node);
    default: {
      const kind = KINDS.find((name) => value === `modified.${name}`);
      if (kind === undefined) {
        throw selectorSyntaxError(
          text,
          `expected new, old, unmodified, modified or one of ${KINDS.join(", ")} behind modified.`,
        );
      }
      return (node) => (isOld(node) ? kindsOf(node)?.has(kind) === true : hasKind(node, kind));
    }
  }
}

function isNewModified(node: ProjectNode): boolean {
  return "rawCode" in node || node.resourceType === "unit_test";
}

/** Whether dbt asks this kind of a node at all; then a new node has it. */
function hasKind(node: ProjectNode, kind: ModifiedKind): boolean {
  if ("rawCode" in node) return true;
  if (kind === "configs") return node.resourceType !== "unit_test";
  return kind === "relation" && node.resourceType === "source";
}
