/** A place between two entries of an artifact, where its text can be taken apart. */
export interface Cut {
  /** Behind the entry that ends. */
  readonly end: number;
  /** The first byte of the entry that begins: a key's quote, or a list element's brace. */
  readonly next: number;
  /** What closes the section and the artifact, were they to end here. */
  readonly close: "}}" | "]}";
  readonly entryEnd: EntryEnd;
}

/** What entries end with: most are objects; those of parent_map and child_map are lists. */
export type EntryEnd = "}" | "]";

const BETWEEN = { "}": Buffer.from("},"), "]": Buffer.from("],") };
const QUOTE = 0x22;
const DOT = 0x2e;
const OPEN_BRACE = 0x7b;
const UNDERSCORE = 0x5f;

/** What ids begin with: in a section by id, keys like "model.shop.orders" follow one another. */
const ID_TYPES = new Set(
  (
    "model test seed snapshot analysis operation sql_operation rpc source exposure metric semantic_model saved_query " +
    "unit_test function macro doc group"
  ).split(" "),
);

/** The first keys of the elements of `results`, the one long list in all artifacts. */
const ELEMENT_KEYS = ["status", "unique_id"].map((key) => Buffer.from(`"${key}"`));

/**
 * The next place from `from` on that looks as if an entry ended so and another began there. It can be wrong, as a column may
 * be called "source.x", so whoever cuts there must see whether both sides are JSON: a cut at another depth never is.
 */
export function findCut(text: Buffer, from: number, entryEnd: EntryEnd): Cut | undefined {
  const between = BETWEEN[entryEnd];
  for (let at = text.indexOf(between, from); at !== -1; at = text.indexOf(between, at + 1)) {
    const next = skipSpace(text, at + between.length);
    if (text[next] === QUOTE && isId(text, next + 1)) return { end: at + 1, next, close: "}}", entryEnd };
    if (text[next] === OPEN_BRACE && isElement(text, next + 1)) {
      return { end: at + 1, next, close: "]}", entryEnd };
    }
  }
  return undefined;
}

/**
 * Whether a cut is one that another artifact of the same project is likely to have as well: that depends on the next key
 * alone, and is true of one key in eight. Where both are cut there, they have pieces in common.
 */
export function isLandmark(text: Buffer, { next }: Cut): boolean {
  let sum = 0;
  for (let at = next + 1; at < text.length && text[at] !== QUOTE; at++)
    sum = (sum * 31 + (text[at] ?? 0)) | 0;
  return (sum & 7) === 0;
}

function skipSpace(bytes: Buffer, position: number): number {
  let at = position;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

/** Whether a key begins with a resource type and a dot. Most keys do not, so this looks at bytes as long as it can. */
function isId(bytes: Buffer, start: number): boolean {
  let at = start;
  while (isWordByte(bytes[at] ?? 0)) at++;
  return bytes[at] === DOT && ID_TYPES.has(bytes.toString("latin1", start, at));
}

function isWordByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === UNDERSCORE;
}

function isElement(bytes: Buffer, position: number): boolean {
  const start = skipSpace(bytes, position);
  // At the end of what was read there may be less than a key.
  return ELEMENT_KEYS.some((key) => key.equals(bytes.subarray(start, start + key.length)));
}
