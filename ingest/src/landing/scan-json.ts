/** What the bytes of a valid JSON text tell that its parsed value does not. */
export interface JsonFacts {
  /** `name: value` pairs in all objects together, repeated names included. */
  readonly members: number;
  /** Levels of arrays and objects: 1 for a flat object, 0 for a bare scalar. */
  readonly depth: number;
  /** Whether there are line breaks between the tokens. */
  readonly hasLineBreaks: boolean;
  /** Whether some string has half of a surrogate pair as an escape, such as "\ud800": it is no character. */
  readonly hasLoneSurrogate: boolean;
  /** Whether some number may not be the same in every engine, see `isExactNumber`. */
  readonly hasInexactNumber: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
/** Every number token this short is exact. */
const safeTokenLength = 15;

/** Scans the bytes once. They must be valid JSON in UTF-8: `JSON.parse` has accepted them. */
export function scanJson(bytes: Uint8Array): JsonFacts {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  let hasLineBreaks = false;
  let hasLoneSurrogate = false;
  let hasInexactNumber = false;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case quote: {
        const end = endOfString(bytes, at);
        hasLoneSurrogate ||= end.hasLoneSurrogate;
        at = end.at;
        break;
      }
      case 0x7b: // {
      case 0x5b: // [
        deepest = Math.max(deepest, ++depth);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
      case 0x3a: // :
        members++;
        break;
      case 0x0a:
      case 0x0d:
        hasLineBreaks = true;
        break;
      case 0x2d: // -
      case 0x30: // 0 to 9
      case 0x31:
      case 0x32:
      case 0x33:
      case 0x34:
      case 0x35:
      case 0x36:
      case 0x37:
      case 0x38:
      case 0x39: {
        const end = endOfNumber(bytes, at);
        hasInexactNumber ||= !isExactNumber(tokenText(bytes, at, end));
        at = end - 1;
        break;
      }
      default:
    }
  }
  return { members, depth: deepest, hasLineBreaks, hasLoneSurrogate, hasInexactNumber };
}

/** Where the string that begins at `at` has its closing quote. */
export function endOfString(bytes: Uint8Array, at: number): { at: number; hasLoneSurrogate: boolean } {
  let hasLoneSurrogate = false;
  let end = at + 1;
  while (bytes[end] !== quote) {
    if (bytes[end] !== backslash) {
      end++;
      continue;
    }
    const unit = escapedUnit(bytes, end);
    if (isHighSurrogate(unit) && isLowSurrogate(escapedUnit(bytes, end + 6))) end += 12;
    else {
      hasLoneSurrogate ||= isHighSurrogate(unit) || isLowSurrogate(unit);
      end += unit === undefined ? 2 : 6;
    }
  }
  return { at: end, hasLoneSurrogate };
}

/** The first byte behind the number that begins at `at`. */
export function endOfNumber(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  for (; end < bytes.length; end++) {
    const byte = bytes[end] ?? 0;
    const isDigit = byte >= 0x30 && byte <= 0x39;
    // . e E + -
    if (!isDigit && byte !== 0x2e && byte !== 0x65 && byte !== 0x45 && byte !== 0x2b && byte !== 0x2d) break;
  }
  return end;
}

/**
 * Whether every engine reads the number as the same value: it is an integer of 64 bits, or a double gives back
 * exactly the decimal that is written. Engines differ in what they do with any other.
 */
export function isExactNumber(token: string): boolean {
  if (token.length <= safeTokenLength && !/e/i.test(token)) return true;
  if (/^-?\d+$/.test(token)) {
    const value = BigInt(token);
    if (value === BigInt.asIntN(64, value)) return true;
  }
  const double = Number(token);
  const shortest = String(double);
  // Most programs write the shortest decimal that gives the double back.
  if (shortest === token) return true;
  return Number.isFinite(double) && normalDecimal(shortest) === normalDecimal(token);
}

/** A decimal as sign, digits without outer zeros, and exponent: equal texts for equal values. */
function normalDecimal(token: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

export function tokenText(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
}

/** The UTF-16 unit of a \uXXXX escape that begins at `at`; undefined if there is none. */
function escapedUnit(bytes: Uint8Array, at: number): number | undefined {
  if (bytes[at] !== backslash || bytes[at + 1] !== 0x75) return undefined;
  return Number.parseInt(tokenText(bytes, at + 2, at + 6), 16);
}

function isHighSurrogate(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 0xdc00 && unit <= 0xdfff;
}
