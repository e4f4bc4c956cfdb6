import { escapePattern } from "./escape-pattern.ts";

const argument = /\s{0,99}['"]?[^)'"]{1,255}['"]?\s{0,99}/u.source;

/**
 * A pattern for what follows `from` or `join`: {{ var(..) }} or {{ var(.., ..) }}, a.b, a.b.c, or one quoted name. A name is
 * a word with at most one hyphen, alone or within `..`, "..", '..' or [..]. Lengths are bounded so that a damaged file
 * cannot make the search slow.
 *
 * @param letters what words are made of, for within a character class
 */
function readingPattern(letters: string, flags: string): RegExp {
  const part = `[[\`"']?[${letters}]{1,255}-?[${letters}]{0,255}[\\]\`"']?`;
  const quotedPart = `[[\`"'][${letters}]{1,255}-?[${letters}]{1,255}[\\]\`"']`;
  const references = [
    String.raw`\{\{-?\s{0,99}var\s{0,99}\(${argument}(?:,${argument})?\)\s{0,99}-?\}\}`,
    String.raw`${part}\.${part}(?:\.${part})?(?=\s|$)`,
    String.raw`${quotedPart}(?=\s|$)`,
  ];
  return new RegExp(String.raw`(?<![${letters}])(?:from|join)\s{1,99}(${references.join("|")})`, flags);
}

const asciiReading = readingPattern("a-z0-9_", "gi");
/** What makes the `from` behind it a part of an expression: `a is distinct from b.c`, `extract(year from b.c at ..)`. */
const expressionBefore = /\bdistinct\s+$|\b(?:extract|overlay|substring|trim)\s*\([^()]*$/i;
const LONGEST_BEFORE = 300;
/** A text or name in quotes on one line; no comment begins within, as in 'exports/*.csv'. */
const quoted = /'[^'\n]*'|"[^"\n]*"|`[^`\n]*`/.source;
/** Made on demand: V8 takes longer for Unicode's classes than the gate takes for a small project, and most code is ASCII. */
let unicodeReading: RegExp | undefined;

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
    quoted,
    ...(comments.skipsJinja ? [String.raw`\{#[^]*?(?:#\}|$)`] : []),
    ...markers.map((marker) => `${marker}.*`),
  ];
  const comment = new RegExp([String.raw`\/\*[^]*?(?:\*\/|$)`, ...skipped].join("|"), "g");
  const commentOfOneLine = new RegExp(skipped.join("|"), "g");
  const blanked = (found: string): string => {
    if (/^['"`]/.test(found)) return found;
    // No warehouse takes a comment without its end: this one is a part of a text over several lines, or of Jinja.
    const isOpen = found.startsWith("/*") && !found.endsWith("*/");
    return isOpen ? found.replaceAll(commentOfOneLine, blanked) : " ";
  };
  // A quick look, which is true of all code that holds a reference, and of some that holds none: after `from` or `join`
  // comes a name with a dot, a quoted name, a variable or a comment. For most code it is false, and nothing is copied.
  const commentStart = [String.raw`\/\*`, String.raw`\{#`, ...markers].join("|");
  const mayHoldReference = new RegExp(
    String.raw`(?:from|join)\s*(?:${commentStart}|\{\{-?\s*(?:${commentStart}|var)|(?<=\s)(?:[[\x60"']|[^\s.]+\.))`,
    "i",
  );
  return (code) => {
    if (!mayHoldReference.test(code)) return [];
    const plain = code.replaceAll(comment, blanked);
    if (!mayHoldReference.test(plain)) return [];
    const pattern = isAscii(plain)
      ? asciiReading
      : (unicodeReading ??= readingPattern(String.raw`\p{L}\p{N}_`, "giu"));
    const found = new Set<string>();
    for (const { index, 1: name = "" } of plain.matchAll(pattern)) {
      const before = plain.slice(Math.max(0, index - LONGEST_BEFORE), index);
      if (!expressionBefore.test(before)) found.add(name);
    }
    return [...found].filter((name) => !isCte(name, plain)).toSorted();
  };
}

/** Whether a name is one that the code itself defines: `with "orders" as (select ..)`. */
function isCte(name: string, code: string): boolean {
  return new RegExp(String.raw`${escapePattern(name)}\s+as\s+(?:(?:not\s+)?materialized\s*)?\(`, "i").test(
    code,
  );
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- every character of ASCII is meant
  return /^[\0-\x7F]*$/.test(text);
}
