/** Stands for a call of ref() or source() in the text that is searched. */
const relation = "@";

/**
 * One query of a model: the text of its outermost level in lower case, and the code of its CTEs by name. A subquery is
 * taken for a CTE, whose name (# and a number) stands in the text in its place.
 */
interface Query {
  readonly text: string;
  readonly ctes: Ctes;
}

type Ctes = ReadonlyMap<string, string>;

const noCtes: Ctes = new Map();

/**
 * Whether the columns that a model gives out cannot be read from its code: its last select is a star (`*` or `a.*`),
 * and that star leads, through CTEs and subqueries that are stars themselves, to a ref() or source(). A star over a CTE
 * that lists its columns is fine. This is a look at the text, not at a parsed query: Jinja blocks are taken as if all
 * were run.
 */
export function passesAllColumns(code: string): boolean {
  if (!code.includes("*") || !mayReadRelation.test(code)) return false;
  const open = [{ query: code, outer: noCtes }];
  const seen = new Set<string>();
  let charactersLeft = mostLevels * code.length;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { query, outer } = next;
    charactersLeft -= query.length;
    if (charactersLeft < 0) return false;
    const { text, ctes } = queryOf(query);
    const scope = ctes.size === 0 ? outer : new Map([...outer, ...ctes]);
    for (const origin of starOrigins(text)) {
      if (origin === relation) return true;
      const body = scope.get(origin);
      if (body === undefined || !body.includes("*") || seen.has(body)) continue;
      seen.add(body);
      open.push({ query: body, outer: scope });
    }
  }
  return false;
}

/** Each level of subqueries is looked at once more; nobody writes this many. */
const mostLevels = 50;

/** What ends a piece of Jinja, a comment or a string, by the last character of what begins it. */
const closers = new Map([
  ["{", "}}"],
  ["#", "#}"],
  ["%", "%}"],
  ["*", "*/"],
  ["-", "\n"],
  ["'", "'"],
]);
const relationCall = /^\{\{-?\s*(?:ref|source)\s*\(/i;
/** A call of ref() or source(), or what stands for one. Many models read through macros only, which one look tells. */
const mayReadRelation = /@|\{\{-?\s*(?:ref|source)\s*\(/i;

/** Splits code into its outermost level, its CTEs and its subqueries. Of other brackets only `()` is kept. */
function queryOf(code: string): Query {
  const ctes = new Map<string, string>();
  let text = "";
  /** The outermost level's text since its last bracket, where a CTE's name stands. */
  let before = "";
  let depth = 0;
  /** Where the outermost level's last piece ended, which is where its open bracket begins. */
  let end = 0;
  // What begins Jinja, a comment, a string or a bracket. The regular expression skips everything else.
  const marks = /\{[{#%]|\/\*|--|['()]/g;
  while (marks.test(code)) {
    const markEnd = marks.lastIndex;
    const mark = code[markEnd - 1] ?? "";
    if (depth > 0 && mark === "(") depth++;
    else if (depth > 0 && mark === ")") {
      if (--depth > 0) continue;
      const body = code.slice(end, markEnd - 1);
      const name = cteName(before.slice(-200)) ?? (isSubquery.test(body) ? `#${ctes.size}` : undefined);
      if (name !== undefined) ctes.set(unquoted(name.toLowerCase()), body);
      text += before + (name?.startsWith("#") ? name : "()");
      before = "";
      end = markEnd;
    } else {
      const closer = closers.get(mark);
      const pieceEnd = closer === undefined ? markEnd : endOf(closer, code, markEnd);
      marks.lastIndex = pieceEnd;
      if (depth > 0) continue;
      const start = closer === undefined || mark === "'" ? markEnd - 1 : markEnd - 2;
      const isRelation = mark === "{" && relationCall.test(code.slice(start, pieceEnd));
      before += code.slice(end, start) + (isRelation ? relation : " ");
      end = pieceEnd;
      if (mark === "(") depth = 1;
    }
  }
  const rest = depth === 0 ? code.slice(end) : "";
  return { text: (text + before + rest).toLowerCase(), ctes };
}

const isSubquery = /^\s*(?:select|with)\b/i;
const cteHeading = /([\w"`]+)\s+as\s+(?:(?:not\s+)?materialized\s+)?$/i;

/** The name of the CTE whose bracket follows a text: "orders" for "… orders as materialized ". */
function cteName(before: string): string | undefined {
  return cteHeading.exec(before)?.[1];
}

/** Where the next `closer` ends; the end of the code where there is none. */
function endOf(closer: string, code: string, from: number): number {
  const close = code.indexOf(closer, from);
  return close < 0 ? code.length : close + closer.length;
}

/** What the stars of a query take their columns from: names of CTEs, or `@` for a relation. Empty without a star. */
function starOrigins(text: string): string[] {
  // Most queries have no star at all.
  if (!text.includes("*")) return [];
  // The selects of a union are looked at one by one.
  return setOperation.test(text) ? text.split(setOperation).flatMap(originsInSelect) : originsInSelect(text);
}

const setOperation = /\b(?:union|intersect|except)\b(?!\s*\()/;
const star = /(?:^|,|\bdistinct\b)\s*(?:([\w"`]+)\s*\.\s*)?\*/g;

function originsInSelect(select: string): string[] {
  const [, list = "", from = ""] = /\bselect\b([^]*?)(\bfrom\b[^]*)$/.exec(select) ?? [];
  const stars = matches(star, list);
  if (stars.length === 0) return [];
  const origins = originsByAlias(from);
  const all = [...origins.values()];
  return stars.flatMap(([, name]) => (name === undefined ? all : (origins.get(unquoted(name)) ?? [])));
}

/** Words that can follow a relation in a from clause, and are no alias of it. */
const noAlias =
  /join|inner|left|right|full|cross|natural|asof|lateral|on|using|where|group|having|order|limit|qualify|window|sample/;
const named = new RegExp(
  String.raw`(?:\bfrom|\bjoin|,)\s+(@|#?[\w"\x60]+)(?:\s+(?:as\s+)?(?!(?:${noAlias.source})\b)([\w"\x60]+))?`,
  "g",
);

/** The relations of a from clause by the names that the query has for them. */
function originsByAlias(from: string): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const [, name = "", alias = name] of matches(named, from))
    origins.set(unquoted(alias), unquoted(name));
  return origins;
}

/** All matches of a global pattern. `matchAll` would copy the pattern for each text. */
function matches(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) found.push(match);
  return found;
}

function unquoted(name: string): string {
  return name.replaceAll(/["`]/g, "");
}
