/**
 * Walks over JSON in bytes without making values of it. Every byte is checked against the grammar (RFC 8259), so text
 * that is only skipped is known to be JSON as surely as text that is parsed.
 *
 * The bytes must end with a 0 that is not part of the text. No token may hold a 0, so the loops never read past it; that
 * is why `bytes[at]!` is right throughout.
 */

/** Deeper nesting is refused: no artifact has it, and whoever walks such values would overflow the stack. */
const MAX_DEPTH = 500;

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const SPACE = 0x20;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

/** The closing byte of every container that is open; one array for all calls, as no two walks overlap. */
const openContainers = new Uint8Array(MAX_DEPTH + 1);

/** The text stopped being JSON at `position`. If that is the end of the bytes at hand, more bytes may mend it. */
export class JsonScanError extends Error {
  override readonly name = "JsonScanError";
  readonly position: number;

  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

/** The position of the next byte that is not white space. */
export function skipSpace(bytes: Uint8Array, position: number): number {
  let at = position;
  let byte = bytes[at]!;
  while (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
  return at;
}

/**
 * The position behind the value that starts at `position`.
 *
 * One function with its own stack and its loops written out: this is where the time of reading an artifact goes, and cut
 * into small functions it takes three times as long (bench/artifacts).
 */
export function skipValue(bytes: Uint8Array, position: number): number {
  let depth = 0;
  let at = position;
  for (;;) {
    let byte = bytes[at]!;
    if (byte === QUOTE) {
      at++;
      for (;;) {
        byte = bytes[at++]!;
        if (byte === QUOTE) break;
        if (byte === BACKSLASH) at = skipEscape(bytes, at);
        else if (byte < SPACE) throw stringError(at - 1);
      }
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      const close = byte + 2;
      if (bytes[++at]! <= SPACE) at = skipSpace(bytes, at);
      if (bytes[at] === close) {
        at++;
      } else {
        if (++depth > MAX_DEPTH) throw depthError(at);
        openContainers[depth] = close;
        if (close === CLOSE_BRACE) at = skipKey(bytes, at);
        continue;
      }
    } else {
      at = skipScalar(bytes, at);
    }
    // Behind a value: close containers until one goes on with another value.
    for (;;) {
      if (depth === 0) return at;
      if (bytes[at]! <= SPACE) at = skipSpace(bytes, at);
      byte = bytes[at]!;
      if (byte === COMMA) {
        if (bytes[++at] === SPACE) at++;
        if (bytes[at]! <= SPACE) at = skipSpace(bytes, at);
        if (openContainers[depth] === CLOSE_BRACE) {
          if (bytes[at++] !== QUOTE) throw keyError(at - 1);
          for (;;) {
            byte = bytes[at++]!;
            if (byte === QUOTE) break;
            if (byte === BACKSLASH) at = skipEscape(bytes, at);
            else if (byte < SPACE) throw stringError(at - 1);
          }
          if (bytes[at] !== COLON) at = skipToColon(bytes, at);
          if (bytes[++at] === SPACE) at++;
          if (bytes[at]! <= SPACE) at = skipSpace(bytes, at);
        }
        break;
      }
      if (byte !== openContainers[depth]) throw endError(at);
      depth--;
      at++;
    }
  }
}

/** From a member's key to its value. */
export function skipKey(bytes: Uint8Array, position: number): number {
  if (bytes[position] !== QUOTE) throw keyError(position);
  return skipColon(bytes, skipString(bytes, position));
}

/** From behind a member's key to its value. */
export function skipColon(bytes: Uint8Array, position: number): number {
  return skipSpace(bytes, skipToColon(bytes, position) + 1);
}

function skipToColon(bytes: Uint8Array, position: number): number {
  const at = skipSpace(bytes, position);
  if (bytes[at] !== COLON) throw new JsonScanError(at, "expected : behind an object's key");
  return at;
}

export function skipString(bytes: Uint8Array, position: number): number {
  let at = position + 1;
  for (;;) {
    const byte = bytes[at++]!;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at = skipEscape(bytes, at);
    else if (byte < SPACE) throw stringError(at - 1);
  }
}

/** The position behind an escape whose backslash lies before `position`. */
export function skipEscape(bytes: Uint8Array, position: number): number {
  switch (bytes[position]) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // solidus
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return position + 1;
    case 0x75: // u
      return skipHexDigits(bytes, position + 1);
    default:
      throw new JsonScanError(position, 'expected one of " \\ / b f n r t u behind a backslash');
  }
}

export function keyError(position: number): JsonScanError {
  return new JsonScanError(position, "expected an object's key");
}

export function endError(position: number): JsonScanError {
  return new JsonScanError(position, "expected a comma or the end of the object or array");
}

export function stringError(position: number): JsonScanError {
  return new JsonScanError(
    position,
    "expected a string's closing quote, found a control character or the end",
  );
}

function depthError(position: number): JsonScanError {
  return new JsonScanError(position, `expected values to be nested at most ${MAX_DEPTH} deep`);
}

function skipHexDigits(bytes: Uint8Array, position: number): number {
  for (let at = position; at < position + 4; at++) {
    const byte = bytes[at]!;
    const isHexDigit =
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
    if (!isHexDigit) throw new JsonScanError(at, "expected four hexadecimal digits behind \\u");
  }
  return position + 4;
}

/** true, false, null or a number. */
function skipScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case 0x6e:
      if (bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c) return at + 4;
      break;
    case 0x74:
      if (bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65) return at + 4;
      break;
    case 0x66:
      if (
        bytes[at + 1] === 0x61 &&
        bytes[at + 2] === 0x6c &&
        bytes[at + 3] === 0x73 &&
        bytes[at + 4] === 0x65
      ) {
        return at + 5;
      }
      break;
    default:
      return skipNumber(bytes, at);
  }
  throw new JsonScanError(wordEnd(bytes, at), "expected true, false or null");
}

/** Where the letters end: a word that is cut off by the end of the bytes must be reported there. */
function wordEnd(bytes: Uint8Array, position: number): number {
  let at = position;
  while (bytes[at]! >= 0x61 && bytes[at]! <= 0x7a) at++;
  return at;
}

function skipNumber(bytes: Uint8Array, position: number): number {
  let at = bytes[position] === 0x2d ? position + 1 : position;
  // A leading zero stands alone: 01 is not a number.
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(bytes, at);
  if (bytes[at] === 0x2e) at = skipDigits(bytes, at + 1);
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const sign = bytes[at + 1];
    at = skipDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}

function skipDigits(bytes: Uint8Array, position: number): number {
  let at = position;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  if (at === position) throw new JsonScanError(at, "expected a value");
  return at;
}
