import type * as v from "valibot";

const names: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  Object: "a map",
  Array: "a list",
  null: "nothing",
  undefined: "nothing",
};

/** What is wrong, in the words for the user, where a schema has none of its own. Unknown keys need more: problems.ts. */
export function issueWords(issue: v.BaseIssue<unknown>): string {
  if (issue.path?.at(-1)?.origin === "key") return "is missing";
  if (issue.type === "non_empty") return "must not be empty";
  return `expected ${expected(issue)}, found ${found(issue.input)}`;
}

function expected({ type, requirement, expected: words }: v.BaseIssue<unknown>): string {
  switch (type) {
    case "min_value":
      return `at least ${String(requirement)}`;
    case "max_value":
      return `at most ${String(requirement)}`;
    case "safe_integer":
      return "a whole number";
    case "finite":
      return "a finite number";
    default:
      return eitherOf(words ?? type);
  }
}

/** `(("error" | "warn") | Array)` as "error", "warn" or a list. */
function eitherOf(alternatives: string): string {
  const all = alternatives.split(" | ").map((each) => each.replaceAll(/^\(+|\)+$/g, ""));
  const words = all.map((each) => names[each] ?? each);
  const last = words.pop() ?? "";
  return words.length === 0 ? last : `${words.join(", ")} or ${last}`;
}

function found(input: unknown): string {
  if (typeof input === "string") return JSON.stringify(input);
  if (typeof input !== "object" || input === null) return names[String(input)] ?? String(input);
  return Array.isArray(input) ? "a list" : "a map";
}
