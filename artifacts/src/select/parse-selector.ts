import { selectorSyntaxError } from "./selector-errors.ts";

/** Which tests come along: of any selected node, of selected nodes only, of those and what they read, or none. */
export const indirectSelections = ["eager", "cautious", "buildable", "empty"] as const;

/** One condition with its graph operators: `2+tag:nightly+`. */
export interface Criterion {
  /** As written, for messages. */
  readonly text: string;
  readonly method: string;
  /** What follows the method's name behind dots: `config.meta.owner` has ["meta", "owner"]. */
  readonly arguments: readonly string[];
  readonly value: string;
  /** `@`: all descendants, and all ancestors of those. */
  readonly hasChildrensParents: boolean;
  /** How many steps up and down to go along; 0 for none. */
  readonly parentsDepth: number;
  readonly childrenDepth: number;
  readonly indirectSelection: (typeof indirectSelections)[number];
}

/** Selections that are united; each is a list of criteria that must all hold. */
export type Selection = readonly (readonly Criterion[])[];

const CRITERION =
  /^(?<at>@)?(?:(?<up>\d*)\+)?(?:(?<method>[\p{L}\p{N}_.]+):)?(?<value>.*?)(?:\+(?<down>\d*))?$/su;

/** Parses dbt's --select text: space unites, comma intersects. @throws ArtifactError */
export function parseSelection(texts: readonly string[]): Selection {
  return texts
    .flatMap((text) => text.split(/\s+/))
    .filter((part) => part !== "")
    .map((part) => part.split(",").map(parseCriterion));
}

/** Parses one condition. @throws ArtifactError */
export function parseCriterion(text: string): Criterion {
  const { at, up, method, value = "", down } = CRITERION.exec(text)?.groups ?? {};
  if (value === "") throw selectorSyntaxError(text, "there is no value to select by");
  if (at !== undefined && down !== undefined)
    throw selectorSyntaxError(text, "@ in front and + behind exclude each other");
  const [name = "", ...rest] = method === undefined ? [defaultMethod(value)] : method.split(".");
  return {
    text,
    method: name,
    arguments: rest,
    value,
    hasChildrensParents: at !== undefined,
    parentsDepth: depth(up),
    childrenDepth: depth(down),
    indirectSelection: "eager",
  };
}

/** `+` alone goes all the way; an operator that is absent goes nowhere. */
function depth(digits: string | undefined): number {
  if (digits === undefined) return 0;
  return digits === "" ? Infinity : Number(digits);
}

/** What looks like a path is one, what looks like a file name is one, and everything else is a node's name. */
function defaultMethod(value: string): string {
  if (value.includes("/") || value.includes("\\")) return "path";
  return /\.(sql|py|csv)$/i.test(value) ? "file" : "fqn";
}
