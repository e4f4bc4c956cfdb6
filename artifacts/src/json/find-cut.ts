/** A place between two entries of an artifact, where its text can be cut into pieces. */
export interface Cut {
  /** Behind the entry that ends. */
  readonly end: number;
  /** The first byte of the entry that begins: a key's quote, or a list element's brace. */
  readonly next: number;
  /** What closes the section and the artifact, were they to end here. */
  readonly close: "}}" | "]}";
  /** The bytes around the cut, from the end of one entry to where the other is recognised, like `},"model.`. */
  readonly seam: Buffer;
}

/** What stands between two entries. Most entries are objects; those of parent_map and child_map are lists. */
const BETWEEN_OBJECTS = Buffer.from("},");
const BETWEEN_LISTS = Buffer.from("],");

/** How far to search for a seam that is equal to the last one, before searching for any other. */
const NEAR_BYTES = 32 << 10;

const CLOSE_BRACKET = 0x5d;
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
 * The next place from `from` on that looks like the end of one entry and the beginning of another. It can be wrong, as a
 * column may be called "source.x". So whoever cuts there must parse both sides: at a wrong depth they are never JSON.
 *
 * Most cuts look like the one before, `last`, so its seam is searched for first.
 */
export function findCut(text: Buffer, from: number, last: Cut | undefined): Cut | undefined {
  const alike = last && findAlike(text, from, last);
  if (alike) return alike;
  const [likely, other] =
    last?.seam[0] === CLOSE_BRACKET ? [BETWEEN_LISTS, BETWEEN_OBJECTS] : [BETWEEN_OBJECTS, BETWEEN_LISTS];
  // Where no more entries of this kind come, a section with entries of the other kind may begin.
  return findBetween(text, from, likely) ?? findBetween(text, from, other);
}

function findAlike(text: Buffer, from: number, { end, next, close, seam }: Cut): Cut | undefined {
  const at = text.subarray(from, from + NEAR_BYTES).indexOf(seam);
  return at === -1 ? undefined : { end: from + at + 1, next: from + at + 1 + (next - end), close, seam };
}

function findBetween(text: Buffer, from: number, between: Buffer): Cut | undefined {
  for (let at = text.indexOf(between, from); at !== -1; at = text.indexOf(between, at + 1)) {
    const next = skipSpace(text, at + between.length);
    const isKey = text[next] === QUOTE;
    const seamEnd = isKey ? endOfIdType(text, next + 1) : endOfElementKey(text, next);
    if (seamEnd === undefined) continue;
    // A copy, as the window's bytes move.
    const seam = Buffer.from(text.subarray(at, seamEnd));
    return { end: at + 1, next, close: isKey ? "}}" : "]}", seam };
  }
  return undefined;
}

/**
 * Whether another artifact of the same project is likely to be cut at this place as well, so that both have pieces in
 * common. It depends on the next key alone (a hash of it) and is true of one key in eight.
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

/** The place behind the resource type and dot that an id begins with; undefined for other keys, which are most of them. */
function endOfIdType(bytes: Buffer, start: number): number | undefined {
  let at = start;
  while (isWordByte(bytes[at] ?? 0)) at++;
  return bytes[at] === DOT && ID_TYPES.has(bytes.toString("latin1", start, at)) ? at + 1 : undefined;
}

function isWordByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === UNDERSCORE;
}

/** The place behind the first key of an element of `results`; undefined for other objects. */
function endOfElementKey(bytes: Buffer, start: number): number | undefined {
  if (bytes[start] !== OPEN_BRACE) return undefined;
  const keyStart = skipSpace(bytes, start + 1);
  // At the end of what was read there may be less than a key.
  const key = ELEMENT_KEYS.find((each) => each.equals(bytes.subarray(keyStart, keyStart + each.length)));
  return key && keyStart + key.length;
}
