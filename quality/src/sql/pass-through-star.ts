/** Stands for a call of ref() or source() in the text that is searched. */
const relation = "@";

/** One query of a model: the text of its outermost level, and its CTEs by lower-case name. */
interface Query {
  readonly text: string;
  readonly ctes: ReadonlyMap<string, string>;
}

/**
 * Whether the columns that a model gives out cannot be read from its code: its last select is a star (`*` or `a.*`),
 * and that star leads, through CTEs that are stars themselves, to a ref() or source(). A star over a CTE that lists
 * its columns is fine. This is a look at the text, not at a parsed query: Jinja blocks are taken as if all were run.
 */
export function passesAllColumns(code: string): boolean {
  const { text, ctes } = splitCtes(plain(code));
  const open = starOrigins(text);
  const seen = new Set<string>();
  for (let origin = open.pop(); origin !== undefined; origin = open.pop()) {
    if (origin === relation) return true;
    const body = ctes.get(origin);
    if (body === undefined || seen.has(origin)) continue;
    seen.add(origin);
    open.push(...starOrigins(outermost(body)));
  }
  return false;
}

/** Code in lower case without comments, texts and Jinja, but with `@` for what ref() and source() give. */
function plain(code: string): string {
  return code
    .toLowerCase()
    .replaceAll(/\{#[^]*?(?:#\}|$)|\/\*[^]*?(?:\*\/|$)|--.*/g, " ")
    .replaceAll(/\{\{-?\s*(?:ref|source)\s*\([^{}]*\}\}/g, relation)
    .replaceAll(/\{\{[^]*?(?:\}\}|$)|\{%[^]*?(?:%\}|$)/g, " ")
    .replaceAll(/'[^']*'/g, "''");
}

/** Takes `name as ( … )` out of the outermost level; what is in other brackets there is dropped. */
function splitCtes(code: string): Query {
  const ctes = new Map<string, string>();
  let text = "";
  let depth = 0;
  let start = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code[at];
    if (character === "(" && depth++ === 0) start = at + 1;
    else if (character === ")" && depth > 0 && --depth === 0) {
      const [, name] = /([\w"`]+)\s+as\s*(?:(?:not\s+)?materialized\s*)?$/.exec(text.slice(-200)) ?? [];
      if (name !== undefined) ctes.set(unquoted(name), code.slice(start, at));
    } else if (depth === 0) text += character;
  }
  return { text, ctes };
}

function outermost(code: string): string {
  return splitCtes(code).text;
}

/** What the stars of a query stand for: names of CTEs, `@` for a relation. Empty where it lists its columns. */
function starOrigins(text: string): string[] {
  // The selects of a union are looked at one by one.
  return text.split(/\b(?:union|intersect|except)\b(?!\s*\()/).flatMap((select) => {
    const match = /\bselect\b([^]*?)\bfrom\b([^]*)$/.exec(select);
    if (match === null) return [];
    const [, list = "", rest = ""] = match;
    const stars = Array.from(
      list.matchAll(/(?:^|,|\bdistinct\b)\s*(?:([\w"`]+)\s*\.\s*)?\*/g),
      ([, name]) => name,
    );
    const origins = originsByAlias(rest);
    const all = [...origins.values()];
    return stars.flatMap((name) => (name === undefined ? all : (origins.get(unquoted(name)) ?? [])));
  });
}

/** Words that can follow a relation in a from clause, and are no alias of it. */
const noAlias =
  /join|inner|left|right|full|cross|natural|asof|lateral|on|using|where|group|having|order|limit|qualify|window|sample/;
const named = new RegExp(
  String.raw`(?:\bfrom|\bjoin|,)\s+(@|[\w"\x60]+)(?:\s+(?:as\s+)?(?!(?:${noAlias.source})\b)([\w"\x60]+))?`,
  "g",
);

/** The relations of a from clause by the names that the query has for them. */
function originsByAlias(from: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(` from ${from}`.matchAll(named), ([, origin = "", alias]): readonly [string, string] => {
      const name = unquoted(origin);
      return [alias === undefined ? name : unquoted(alias), name];
    }),
  );
}

function unquoted(name: string): string {
  return name.replaceAll(/["`]/g, "");
}
