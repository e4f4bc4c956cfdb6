import { escapePattern } from "./escape-pattern.ts";

/**
 * A word with at most one hyphen, alone or within `..`, "..", '..' or [..]. Lengths are bounded so that a damaged
 * file cannot make the search slow.
 */
const part = /[[`"']?[\p{L}\p{N}_]{1,255}-?[\p{L}\p{N}_]{0,255}[\]`"']?/u.source;
const quotedPart = /[[`"'][\p{L}\p{N}_]{1,255}-?[\p{L}\p{N}_]{1,255}[\]`"']/u.source;
const argument = /\s{0,99}['"]?[^)'"]{1,255}['"]?\s{0,99}/u.source;

/** What may follow `from` or `join`: {{ var(..) }} or {{ var(.., ..) }}, a.b, a.b.c, or one quoted name. */
const references = [
  String.raw`\{\{-?\s{0,99}var\s{0,99}\(${argument}(?:,${argument})?\)\s{0,99}-?\}\}`,
  String.raw`${part}\.${part}(?:\.${part})?(?=\s|$)`,
  String.raw`${quotedPart}(?=\s|$)`,
];

/** `is distinct from a.b` compares, and reads nothing. */
const reading = new RegExp(
  String.raw`(?<!distinct\s)(?<![\p{L}\p{N}_])(?:from|join)\s{1,99}(${references.join("|")})`,
  "giu",
);

export interface CommentSettings {
  /** What starts a comment that ends with the line, e.g. "--". */
  readonly lineMarkers: readonly string[];
  /** Whether what stands between {# and #} is skipped too. */
  readonly skipsJinja: boolean;
}

/**
 * Makes a function that gives the tables a model's code names itself instead of through ref() or source(), each once
 * and sorted: `schema.table`, `database.schema.table`, one quoted name, or a variable, directly after `from` or `join`.
 * The forms are those that dbt-project-evaluator knows.
 */
export function hardCodedReferencesIn(comments: CommentSettings): (code: string) => readonly string[] {
  const markers = comments.lineMarkers.map(escapePattern);
  const skipped = [
    String.raw`\/\*[^]*?(?:\*\/|$)`,
    ...(comments.skipsJinja ? [String.raw`\{#[^]*?(?:#\}|$)`] : []),
    ...markers.map((marker) => `${marker}.*`),
  ];
  const comment = new RegExp(skipped.join("|"), "g");
  // What is read may be named in the code itself: a name with a point, a quoted one, or a variable, perhaps behind a
  // comment. True of more than `reading` finds, whose Unicode classes take V8 longer to compile than a small project
  // takes to be judged. The code as it is comes first: most of it then needs no copy without its comments.
  const commentStart = [String.raw`\/\*`, String.raw`\{#`, ...markers].join("|");
  const mayBeNamed = new RegExp(
    String.raw`(?:from|join)\s*(?:${commentStart}|\{\{-?\s*(?:${commentStart}|var)|(?<=\s)(?:[[\x60"']|[^\s.]+\.))`,
    "i",
  );
  return (code) => {
    if (!mayBeNamed.test(code)) return [];
    const plain = code.replaceAll(comment, " ");
    if (!mayBeNamed.test(plain)) return [];
    const found = Array.from(plain.matchAll(reading), (match) => match[1] ?? "");
    return [...new Set(found)].toSorted();
  };
}
