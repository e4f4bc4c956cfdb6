const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/**
 * The members of a JSON object, each value as the text that stands there: parsing a payload and writing it again
 * would change numbers and drop repeated names. The text must be a valid object that begins with its brace.
 */
export function rawMembers(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let at = text.indexOf('"', 1);
  while (at > 0) {
    const nameEnd = endOfString(text, at);
    const valueStart = text.indexOf(":", nameEnd) + 1;
    const valueEnd = endOfValue(text, valueStart);
    members.set(text.slice(at + 1, nameEnd - 1), text.slice(valueStart, valueEnd).trim());
    at = text.indexOf('"', valueEnd);
  }
  return members;
}

/** The index behind the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (openers.has(code)) depth++;
    else if (closers.has(code) && --depth < 0) return at;
    else if (code === comma && depth === 0) return at;
  }
  return text.length;
}

/** The index behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at + 1;
}
