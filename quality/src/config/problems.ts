import { closest, distance } from "fastest-levenshtein";
import * as v from "valibot";

import { QualityError } from "../errors.ts";
import { issueWords } from "./issue-words.ts";
import { knownKeys } from "./known-keys.ts";
import type { YamlFile } from "./yaml-file.ts";

/** One thing that is wrong with a file, in the words for the user. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Parses a YAML file's value by a schema; throws one error that names every problem with its file and line. Where
 * `schema` has only some of the keys that may be there, `complete` has all of them, for "did you mean".
 */
export function parseSettings<Schema extends v.GenericSchema>(
  yaml: YamlFile,
  schema: Schema,
  code: "GATE_CONFIG_INVALID" | "GATE_BASELINE_INVALID",
  complete: () => v.GenericSchema = () => schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, yaml.value, { message: issueWords });
  if (parsed.success) return parsed.output;
  throw invalid(yaml, problemsOf(parsed.issues, complete(), "the file"), code);
}

/** What issues say, in the words for the user: `schema` tells which keys are known, `whole` is what was parsed. */
export function problemsOf(
  issues: readonly v.BaseIssue<unknown>[],
  schema: v.GenericSchema,
  whole: string,
): readonly Problem[] {
  const nameOf = (path: readonly PropertyKey[]) => (path.length === 0 ? whole : dottedPath(path));
  return issues
    .flatMap((issue) => describe(issue, [], schema))
    .map(({ path, message }) => ({ path, message: `${nameOf(path)}${message}` }));
}

/** The error for what is wrong with a file, in the order of its lines. */
export function invalid(
  yaml: YamlFile,
  problems: readonly Problem[],
  code: "GATE_CONFIG_INVALID" | "GATE_BASELINE_INVALID",
): QualityError {
  const lines = problems
    .map((problem) => ({ line: yaml.lineOf(problem.path), message: problem.message }))
    .sort((first, second) => first.line - second.line)
    .map(({ line, message }) => `${yaml.file}:${line} ${message}`);
  const hint =
    code === "GATE_CONFIG_INVALID"
      ? "`headwater gate explain <rule>` shows a rule's options, `headwater gate schema` everything the file may hold."
      : "`headwater gate baseline` writes the file; reasons and expiry dates are yours to edit.";
  return new QualityError(code, lines.join("\n"), hint);
}

/** " Did you mean x?", or nothing where no candidate is near. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "";
  const nearest = closest(name.toLowerCase(), [...candidates]);
  return distance(name.toLowerCase(), nearest) <= Math.max(2, name.length / 3)
    ? ` Did you mean ${nearest}?`
    : "";
}

function describe(
  issue: v.BaseIssue<unknown>,
  parents: readonly PropertyKey[],
  schema: v.GenericSchema,
): readonly Problem[] {
  const path = [...parents, ...keysOf(issue)];
  if (issue.type === "strict_object" && issue.expected === "never") return unknownKeys(issue, path, schema);
  // A rule's setting is a severity or a map. If it is a map, only what is wrong inside the map is worth saying.
  const inside = issue.issues?.filter((each) => each.path !== undefined) ?? [];
  if (inside.length > 0) return inside.flatMap((each) => describe(each, path, schema));
  return [{ path, message: `: ${issue.message}` }];
}

/** Every key that the schema does not know of an object of which valibot names the first one only. */
function unknownKeys(
  issue: v.BaseIssue<unknown>,
  path: readonly PropertyKey[],
  schema: v.GenericSchema,
): readonly Problem[] {
  const place = path.slice(0, -1);
  const known = knownKeys(schema, place);
  return Object.keys(issue.path?.at(-1)?.input ?? {})
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [...place, key],
      message: ` is not known.${didYouMean(key, known) || belongsUnder(key, place, known, schema)}`,
    }));
}

/** " It belongs under gate.", for a key that stands one level too high. */
function belongsUnder(
  key: string,
  place: readonly PropertyKey[],
  known: readonly string[],
  schema: v.GenericSchema,
): string {
  const homes = known.map((parent) => [...place, parent]);
  const home = homes.find((path) => knownKeys(schema, path).includes(key));
  return home === undefined ? "" : ` It belongs under ${dottedPath(home)}.`;
}

function keysOf(issue: v.BaseIssue<unknown>): readonly PropertyKey[] {
  // Objects and lists only are parsed, so steps are keys and indexes.
  return issue.path?.map((step) => step.key as string | number) ?? [];
}

/** `gate.overrides[0].select` for the steps to it. */
export function dottedPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${String(step)}`))
    .join("");
}
