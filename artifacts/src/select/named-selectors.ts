import type { Manifest } from "../types/manifest.ts";
import type { Json, JsonObject, NodeId } from "../types/resource.ts";
import { fnmatch } from "./fnmatch.ts";
import { indirectSelections, parseCriterion, type Criterion } from "./parse-selector.ts";
import { selectorSyntaxError } from "./selector-errors.ts";

type Ids = ReadonlySet<NodeId>;

/** Selects by one criterion of a definition. */
type Select = (criterion: Criterion) => Ids;

/**
 * dbt's method selector: what the selectors of selectors.yml select that have such a name. Of the manifest, which holds
 * their definitions with almost every text taken apart. @throws ArtifactError
 */
export function selectNamed(
  { value, text }: Criterion,
  { selectors }: Pick<Manifest, "selectors">,
  select: (name: string, criterion: Criterion) => Ids,
): Ids {
  const names = [...selectors.keys()].filter((name) => fnmatch(name, value));
  if (names.length === 0) {
    throw selectorSyntaxError(
      text,
      "the manifest has no selector of that name (dbt takes those of selectors.yml over with --no-partial-parse)",
    );
  }
  return united(
    names.map((name) =>
      selectDefined(selectors.get(name)?.["definition"], text, (criterion) => select(name, criterion)),
    ),
  );
}

/** A definition is a criterion, or a union or intersection of definitions; each can exclude others. */
function selectDefined(definition: Json | undefined, text: string, select: Select): Ids {
  if (typeof definition === "string") return select(parseCriterion(definition));
  const dict = asObject(definition, text);
  const selected = (parts: readonly Json[]) => parts.map((part) => selectDefined(part, text, select));
  const excluded = (part: JsonObject | undefined) =>
    part === undefined ? new Set<NodeId>() : united(selected(asList(part["exclude"], text)));
  const isUnion = Object.hasOwn(dict, "union");
  if (!isUnion && !Object.hasOwn(dict, "intersection")) {
    const included = select(criterionOf(dict, text));
    return Object.hasOwn(dict, "exclude") ? included.difference(excluded(dict)) : included;
  }
  // As in dbt, an entry that excludes something includes nothing.
  const entries = asList(isUnion ? dict["union"] : dict["intersection"], text);
  const excluding = entries.find(isExcluding);
  const including = selected(entries.filter((entry) => !isExcluding(entry)));
  const included = isUnion ? united(including) : intersected(including);
  return included.difference(excluded(excluding));
}

function isExcluding(entry: Json): entry is JsonObject {
  return typeof entry === "object" && entry !== null && Object.hasOwn(entry, "exclude");
}

function united(sets: readonly Ids[]): Ids {
  return new Set(sets.flatMap((ids) => [...ids]));
}

function intersected([first = new Set<NodeId>(), ...others]: readonly Ids[]): Ids {
  return others.reduce((left, right) => left.intersection(right), first);
}

function criterionOf(dict: JsonObject, text: string): Criterion {
  const { method, value } = dict;
  if (typeof method !== "string" || typeof value !== "string") throw notUnderstood(text);
  const [name = "", ...rest] = method.split(".");
  const mode = dict["indirect_selection"] ?? "eager";
  const indirectSelection = indirectSelections.find((each) => each === mode);
  if (indirectSelection === undefined) throw notUnderstood(text);
  return {
    text: `${method}:${value}`,
    method: name,
    arguments: rest,
    value,
    hasChildrensParents: Boolean(dict["childrens_parents"]),
    parentsDepth: depthOf(dict["parents"], dict["parents_depth"]),
    childrenDepth: depthOf(dict["children"], dict["children_depth"]),
    indirectSelection,
  };
}

/** A depth is a number in YAML, and a text where dbt has taken `2+orders` apart; without one all are reached. */
function depthOf(isAsked: Json | undefined, depth: Json | undefined): number {
  if (!isAsked) return 0;
  return typeof depth === "number" || typeof depth === "string" ? Number(depth) : Infinity;
}

function asObject(value: Json | undefined, text: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notUnderstood(text);
  // What is neither a list nor null is an object of JSON.
  return value as JsonObject;
}

function asList(value: Json | undefined, text: string): readonly Json[] {
  if (!Array.isArray(value)) throw notUnderstood(text);
  return value;
}

function notUnderstood(text: string): Error {
  return selectorSyntaxError(text, "its definition in selectors.yml cannot be understood");
}
