/**
 * Walks over JSON in bytes without making values of it. Every byte is checked against the grammar (RFC 8259), so text
 * that is only skipped is known to be JSON as surely as text that is parsed.
 *
 * Every function takes the position where something starts, and gives the position behind it or FAILED; `failedAt` then
 * tells where. No function throws on the way: the end of the bytes at hand is met all the time, and code that throws or
 * builds messages in rarely taken branches is optimised again and again.
 *
 * The bytes must end with a 0 that is not part of the text. No token may hold a 0, so the loops never read past it; that
 * is why `bytes[at]!` is right throughout.
 *
 * Bytes are written as numbers: a constant of a module is loaded from memory wherever it is used, which
 * makes this walk half as slow again (bench/artifacts).
 *   0x20 space  0x09 tab  0x0a line feed  0x0d return  0x22 "  0x2c ,  0x3a :  0x5c \  0x5b [  0x5d ]  0x7b {  0x7d }
 */
export const FAILED = -1;

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const SPACE = 0x20;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;

/** Deeper nesting is refused: no artifact has it, and whoever walks such values would overflow the stack. */
const MAX_DEPTH = 500;

/** The closing byte of every container that is open; one array for all calls, as no two walks overlap. */
const openContainers = new Uint8Array(MAX_DEPTH + 1);

let failurePosition = 0;

/** Where the last function that gave FAILED met a byte that does not belong there. */
export function failedAt(): number {
  return failurePosition;
}

export function fail(position: number): number {
  failurePosition = position;
  return FAILED;
}

/** The position of the next byte that is not white space. */
export function skipSpace(bytes: Uint8Array, position: number): number {
  let at = position;
  let byte = bytes[at]!;
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
  return at;
}

/**
 * The position behind the value that starts at `position`.
 *
 * One function with its own stack and its loops written out: this is where the time of reading an artifact goes, and cut
 * into small functions it takes twice as long.
 */
export function skipValue(bytes: Uint8Array, position: number): number {
  let depth = 0;
  let at = position;
  walk: for (;;) {
    let byte = bytes[at]!;
    if (byte === 0x22) {
      for (;;) {
        byte = bytes[++at]!;
        if (byte === 0x22) break;
        if (byte === 0x5c) {
          at = skipEscape(bytes, at + 1) - 1;
          if (at < 0) return FAILED;
        } else if (byte < 0x20) break walk;
      }
      at++;
    } else if (byte === 0x7b || byte === 0x5b) {
      const close = byte + 2;
      byte = bytes[++at]!;
      while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
      if (byte === close) {
        at++;
      } else {
        if (++depth > MAX_DEPTH) break;
        openContainers[depth] = close;
        if (close === 0x7d) {
          at = skipKey(bytes, at);
          if (at < 0) return FAILED;
        }
        continue;
      }
    } else {
      at = skipScalar(bytes, at);
      if (at < 0) return FAILED;
    }
    // Behind a value: close containers until one goes on with another value.
    for (;;) {
      if (depth === 0) return at;
      byte = bytes[at]!;
      while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
      if (byte === 0x2c) {
        byte = bytes[++at]!;
        while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
        if (openContainers[depth] === 0x5d) break;
        if (byte !== 0x22) break walk;
        for (;;) {
          byte = bytes[++at]!;
          if (byte === 0x22) break;
          if (byte === 0x5c) {
            at = skipEscape(bytes, at + 1) - 1;
            if (at < 0) return FAILED;
          } else if (byte < 0x20) break walk;
        }
        byte = bytes[++at]!;
        while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
        if (byte !== 0x3a) break walk;
        byte = bytes[++at]!;
        while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
        break;
      }
      if (byte !== openContainers[depth]) break walk;
      depth--;
      at++;
    }
  }
  failurePosition = at;
  return FAILED;
}

/** From a member's key to its value. */
export function skipKey(bytes: Uint8Array, position: number): number {
  const at = skipString(bytes, position);
  return at < 0 ? FAILED : skipColon(bytes, at);
}

/** From behind a member's key to its value. */
export function skipColon(bytes: Uint8Array, position: number): number {
  const at = skipSpace(bytes, position);
  return bytes[at] === 0x3a ? skipSpace(bytes, at + 1) : fail(at);
}

export function skipString(bytes: Uint8Array, position: number): number {
  if (bytes[position] !== 0x22) return fail(position);
  let at = position + 1;
  for (;;) {
    const byte = bytes[at]!;
    if (byte === 0x22) return at + 1;
    if (byte < 0x20) return fail(at);
    at++;
    if (byte === 0x5c) {
      at = skipEscape(bytes, at);
      if (at < 0) return FAILED;
    }
  }
}

/** The position behind an escape whose backslash lies before `position`. */
export function skipEscape(bytes: Uint8Array, position: number): number {
  switch (bytes[position]) {
    case 0x22:
    case 0x5c:
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
      return fail(position);
  }
}

function skipHexDigits(bytes: Uint8Array, position: number): number {
  for (let at = position; at < position + 4; at++) {
    const byte = bytes[at]!;
    const isHexDigit =
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
    if (!isHexDigit) return fail(at);
  }
  return position + 4;
}

/** null, true, false or a number. */
function skipScalar(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === 0x6e) return skipLetters(bytes, at + 1, 0x75, 0x6c, 0x6c);
  if (byte === 0x74) return skipLetters(bytes, at + 1, 0x72, 0x75, 0x65);
  if (byte === 0x66)
    return bytes[at + 1] === 0x61 ? skipLetters(bytes, at + 2, 0x6c, 0x73, 0x65) : fail(at + 1);
  return skipNumber(bytes, at);
}

function skipLetters(bytes: Uint8Array, at: number, first: number, second: number, third: number): number {
  if (bytes[at] !== first) return fail(at);
  if (bytes[at + 1] !== second) return fail(at + 1);
  return bytes[at + 2] === third ? at + 3 : fail(at + 2);
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

/** At least one digit. After FAILED the position is -1, where no byte is, so a caller need not ask before it goes on. */
function skipDigits(bytes: Uint8Array, position: number): number {
  let at = position;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at === position ? fail(position) : at;
}
