/** A place between two entries of an artifact, where its text can be taken apart. */
export interface Cut {
  /** Behind the entry that ends. */
  readonly end: number;
  /** The first byte of the entry that begins: a key's quote, or a list element's brace. */
  readonly next: number;
  /** What closes the section and the artifact at this place, were it to end here; and what opens them again. */
  readonly close: "}}" | "]}";
}

const BETWEEN = Buffer.from("},");
const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;

/** What ids begin with: in a section by id, keys like "model.shop.orders" follow one another. */
const ID_PREFIXES = [
  "model", "test", "seed", "snapshot", "analysis", "operation", "sql_operation", "rpc", "source", "exposure", "metric",
  "semantic_model", "saved_query", "unit_test", "function", "macro", "doc", "group",
].map((type) => Buffer.from(`"${type}.`)); // prettier-ignore

/** What the elements of the list `results` begin with, which is the one long list of all artifacts. */
const ELEMENT_PREFIXES = ['{"status"', '{"unique_id"', "{\n"].map((text) => Buffer.from(text));

/**
 * The next place from `from` on that looks as if an entry ended and another began there. It can be wrong, as a column may
 * be called "source.x", so whoever cuts there must see whether both sides are JSON: a cut at another depth never is.
 */
export function findCut(bytes: Buffer, from: number, end: number): Cut | undefined {
  const text = bytes.subarray(0, end);
  for (let at = text.indexOf(BETWEEN, from); at !== -1; at = text.indexOf(BETWEEN, at + 1)) {
    const next = skipSpace(text, at + BETWEEN.length);
    if (text[next] === QUOTE && hasPrefix(text, next, ID_PREFIXES)) return { end: at + 1, next, close: "}}" };
    if (text[next] === OPEN_BRACE && hasPrefix(text, next, ELEMENT_PREFIXES))
      return { end: at + 1, next, close: "]}" };
  }
  return undefined;
}

function skipSpace(bytes: Buffer, position: number): number {
  let at = position;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

function hasPrefix(bytes: Buffer, at: number, prefixes: readonly Buffer[]): boolean {
  return prefixes.some((prefix) => prefix.equals(bytes.subarray(at, at + prefix.length)));
}
