/** The part of a file that is a resource's code, as offsets. */
export interface CodeRange {
  readonly start: number;
  readonly end: number;
}

/** The blocks in which one file holds several resources. */
const BLOCKS: Readonly<Record<string, string>> = {
  macro: "(?:macro|test|data_test|materialization)",
  snapshot: "snapshot",
};

/** Finds a macro's or snapshot's block by its name; the whole file for everything else. */
export function findCode(text: string, resourceType: string, name: string): CodeRange | undefined {
  const whole = { start: 0, end: text.length };
  const block = BLOCKS[resourceType];
  if (block === undefined) return whole;
  const names = new Set([name, resourceType === "macro" ? blockName(name) : name]);
  const anyName = [...names].map((each) => RegExp.escape(each)).join("|");
  const opening = new RegExp(`\\{%-?\\s*${block}\\s+(?:${anyName})(?![\\w.])`).exec(text);
  // A macro is defined somewhere in its file; a snapshot of dbt 1.9 and later is a bare select.
  if (opening === null) return resourceType === "snapshot" ? whole : undefined;
  const closing = new RegExp(`\\{%-?\\s*end${block}\\b`, "g");
  closing.lastIndex = opening.index;
  return { start: opening.index, end: closing.exec(text)?.index ?? text.length };
}

/** dbt names the macro of a generic test `test_<name>`, and of a materialization `materialization_<name>_<adapter>`. */
function blockName(macro: string): string {
  return macro.replace(/^materialization_(.+)_[^_]+$/, "$1").replace(/^test_/, "");
}

/**
 * A call of `ref()` that names a resource, with or without its package; also `dbt.ref()` in Python. Of a model's
 * versions only the given one is meant, and the one that a call without a version leads to.
 */
export function refPattern(name: string, version: string | undefined): RegExp {
  const call = `\\bref\\s*\\(\\s*(?:(['"])[^'"]*\\1\\s*,\\s*)?(['"])${RegExp.escape(name)}\\2`;
  if (version === undefined) return new RegExp(call);
  return new RegExp(
    `${call}(?!\\s*,\\s*(?:v|version)\\s*=(?!\\s*(['"]?)${RegExp.escape(version)}\\3\\s*\\)))`,
  );
}

/** A call of `source()` that names a table. */
export function sourcePattern(source: string, table: string): RegExp {
  const names = [source, table].map((name) => `['"]${RegExp.escape(name)}['"]`);
  return new RegExp(`\\bsource\\s*\\(\\s*${names.join("\\s*,\\s*")}`);
}

/** Several matches of a pattern are told apart by their order. */
export type Which = "first" | "last";

/** Comments by the file's ending: those of Python, of SQL with Jinja; those of YAML need no care. */
const COMMENTS = [
  { files: /\.py$/i, comment: /#.*/g },
  { files: /\.ya?ml$/i, comment: undefined },
  { files: /./, comment: /\{#[^]*?(?:#\}|$)|\/\*[^]*?(?:\*\/|$)|--.*/g },
];

/** Where a pattern matches in a file's code: outside of comments, else in one. -1 for nowhere. */
export function searchCode(file: string, code: string, pattern: RegExp, which: Which): number {
  const comment = COMMENTS.find(({ files }) => files.test(file))?.comment;
  const plain = comment === undefined ? code : code.replaceAll(comment, blank);
  const found = search(plain, pattern, which);
  return found >= 0 ? found : search(code, pattern, which);
}

function search(code: string, pattern: RegExp, which: Which): number {
  if (which === "first") return code.search(pattern);
  let last = -1;
  for (const { index } of code.matchAll(new RegExp(pattern, `${pattern.flags.replace("g", "")}g`)))
    last = index;
  return last;
}

/** Spaces in the same lines. */
function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

/** From 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
