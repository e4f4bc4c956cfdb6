import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";

import { QualityError } from "../errors.ts";
import type { YamlFile } from "./yaml-file.ts";

/** One thing that is wrong with a file, in the words for the user. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Parses a YAML file's value by a schema; throws one error that names every problem with its file and line. Words that
 * are near to an unknown key come from `complete`, where the schema is only a part of what is known.
 */
export function parseSettings<Schema extends z.ZodType>(
  yaml: YamlFile,
  schema: Schema,
  code: "GATE_CONFIG_INVALID" | "GATE_BASELINE_INVALID",
  complete: () => z.ZodType = () => schema,
): z.output<Schema> {
  const parsed = schema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  const shape = z.toJSONSchema(complete(), { io: "input", unrepresentable: "any" });
  throw invalid(
    yaml,
    parsed.error.issues.flatMap((issue) => describe(issue, [], shape)),
    code,
  );
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

type Issue = z.core.$ZodIssue;

function describe(issue: Issue, parents: readonly PropertyKey[], shape: unknown): readonly Problem[] {
  const path = [...parents, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(shape, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `${nameOf([...path, key])} is not known.${didYouMean(key, known)}`,
    }));
  }
  if (issue.code === "invalid_union") {
    // A rule's setting is a word or a map: what is said about a map is about the map.
    const forMap = issue.errors.find((branch) =>
      branch.some((inner) => inner.path.length > 0 || isAboutKeys(inner)),
    );
    if (forMap) return forMap.flatMap((inner) => describe(inner, path, shape));
    const expected = issue.errors
      .flat()
      .map((inner) => inner.message.replace(/^Invalid (input|option): /, ""));
    return [{ path, message: `${nameOf(path)}: ${[...new Set(expected)].join(", or ")}` }];
  }
  return [{ path, message: `${nameOf(path)}: ${issue.message.replace(/^Invalid (input|option): /, "")}` }];
}

function isAboutKeys(issue: Issue): boolean {
  return issue.code === "unrecognized_keys";
}

function nameOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the file";
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${String(step)}`))
    .join("");
}

/** The keys that a schema knows at a path: of the objects there, through lists and alternatives. */
function keysAt(shape: unknown, path: readonly PropertyKey[]): readonly string[] {
  let places = [shape];
  for (const step of path) {
    places = places.flatMap(alternatives).flatMap((place) => {
      // A part of a JSON Schema; what is missing or of another kind answers nothing.
      const { properties, items } = place as { properties?: Record<string, unknown>; items?: unknown };
      const next = typeof step === "number" ? items : properties?.[String(step)];
      return next === undefined ? [] : [next];
    });
  }
  return places
    .flatMap(alternatives)
    .flatMap((place) => Object.keys((place as { properties?: Record<string, unknown> }).properties ?? {}));
}

function alternatives(place: unknown): readonly unknown[] {
  if (typeof place !== "object" || place === null) return [];
  const { anyOf } = place as { anyOf?: readonly unknown[] };
  return anyOf ? [place, ...anyOf] : [place];
}
