import { closestName } from "./closest-name.ts";
import type { JsonObject } from "./json-object.ts";
import { escapePointer, type SchemaProblem } from "./schema-problem.ts";

const ANNOTATIONS = ["type", "title", "description", "x-source-column"];

/** Every keyword of the subset, by the type that it may stand with. */
const ALLOWED = {
  root: ["$schema", "$id", "type", "title", "description", "properties", "required"],
  string: [...ANNOTATIONS, "enum", "pattern", "format"],
  integer: [...ANNOTATIONS, "minimum", "maximum", "x-int64"],
  number: [...ANNOTATIONS, "minimum", "maximum", "x-precision", "x-scale"],
  boolean: ANNOTATIONS,
  array: [...ANNOTATIONS, "items"],
  object: [...ANNOTATIONS, "properties", "required"],
} as const;

/** Why a keyword that a writer may well expect is not in the subset. */
const REASONS: Readonly<Record<string, string>> = {
  anyOf: "a column has one type; give each variant its own optional field",
  oneOf: "a column has one type; give each variant its own optional field",
  allOf: "write the fields out; they become columns",
  $ref: "write the fields out; a contract is read as one file",
  additionalProperties: "unknown fields always pass, and are counted",
  const: `write an "enum" of one value`,
  minLength: `write a "pattern", for example "\\\\S" for text that is not blank`,
  maxLength: `write a "pattern"`,
  multipleOf: `declare a decimal by "x-precision" and "x-scale"`,
  nullable: `write "type": ["string", "null"]`,
  default: "a missing value stays missing; nothing is imputed",
};

/** Adds a problem for every keyword of `schema` that the subset does not know at this place. */
export function checkKeywords(
  schema: JsonObject,
  place: keyof typeof ALLOWED,
  pointer: string,
  problems: SchemaProblem[],
): void {
  const allowed: readonly string[] = ALLOWED[place];
  for (const keyword of Object.keys(schema)) {
    if (allowed.includes(keyword)) {
      continue;
    }
    const closest = closestName(keyword, allowed);
    const advice =
      REASONS[keyword] ??
      (closest === undefined ? `allowed: ${allowed.join(", ")}` : `did you mean "${closest}"?`);
    const where = place === "root" ? "an event" : `a field of the type ${place}`;
    problems.push({
      code: "SCHEMA_KEYWORD",
      pointer: `${pointer}/${escapePointer(keyword)}`,
      message: `"${keyword}" is not allowed for ${where}; ${advice}`,
    });
  }
}
