import type { ProjectNode, ResourceType } from "../types/nodes.ts";
import type { StateComparison, StateKind } from "../types/state.ts";

type Matcher = (node: ProjectNode) => boolean;

/** What dbt's selector method `state:` takes. */
const matchers = {
  new: isNew,
  old: (comparison) => not(isNew(comparison)),
  modified: isModified,
  unmodified: (comparison) => not(isModified(comparison)),
  "modified.body": (comparison) => isModifiedIn(comparison, "body", codeTypes),
  "modified.configs": (comparison) =>
    isModifiedIn(comparison, "configs", new Set([...codeTypes, ...definitionTypes])),
  "modified.persisted_descriptions": (comparison) =>
    isModifiedIn(comparison, "persisted_descriptions", codeTypes),
  "modified.relation": (comparison) =>
    isModifiedIn(comparison, "relation", new Set([...codeTypes, "source"])),
  "modified.macros":
    ({ usesChangedMacro }) =>
    (node) =>
      usesChangedMacro.has(node.uniqueId),
  "modified.contract": (comparison) => isModifiedIn(comparison, "contract", codeTypes),
} as const satisfies Readonly<Record<string, (comparison: StateComparison) => Matcher>>;

export type StateValue = keyof typeof matchers;

export const stateValues: readonly string[] = Object.keys(matchers);

export function isStateValue(text: string): text is StateValue {
  return Object.hasOwn(matchers, text);
}

/**
 * Makes a function that says whether dbt's `state:<value>` selects a node of head. As in dbt, a renamed node is new, and
 * a new node is modified in every kind that its type has.
 */
export function stateMatcher(comparison: StateComparison, value: StateValue): Matcher {
  return matchers[value](comparison);
}

function not(matches: Matcher): Matcher {
  return (node) => !matches(node);
}

function isNew({ added, renamed }: StateComparison): Matcher {
  const ids = new Set([...added, ...renamed.map(({ to }) => to)]);
  return (node) => ids.has(node.uniqueId);
}

function isModified(comparison: StateComparison): Matcher {
  const { modified, usesChangedMacro } = comparison;
  const isNewNode = isNew(comparison);
  return (node) => {
    if (isNewNode(node))
      return !definitionTypes.has(node.resourceType) || usesChangedMacro.has(node.uniqueId);
    const kinds = modified.get(node.uniqueId);
    return kinds !== undefined && (!isGenericTest(node) || genericTestKinds.some((kind) => kinds.has(kind)));
  };
}

/** `types` are those which dbt compares in this kind; of them, a new node is modified. */
function isModifiedIn(
  comparison: StateComparison,
  kind: StateKind,
  types: ReadonlySet<ResourceType>,
): Matcher {
  const isNewNode = isNew(comparison);
  return (node) =>
    isNewNode(node)
      ? types.has(node.resourceType)
      : comparison.modified.get(node.uniqueId)?.has(kind) === true;
}

/** dbt compares nothing else of a generic test when it is asked for all that is modified. */
const genericTestKinds: readonly StateKind[] = ["configs", "fqn", "macros"];

function isGenericTest(node: ProjectNode): boolean {
  return node.resourceType === "test" && node.kind === "generic";
}

const codeTypes = new Set<ResourceType>([
  "model",
  "seed",
  "snapshot",
  "test",
  "analysis",
  "operation",
  "sql_operation",
  "rpc",
  "function",
]);

/** In dbt a new one of these is "not modified", other than new code. */
const definitionTypes = new Set<ResourceType>([
  "source",
  "exposure",
  "metric",
  "semantic_model",
  "saved_query",
]);
