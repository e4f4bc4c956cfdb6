// No \u: half of a surrogate pair could be written that way.
const simpleEscape = String.raw`\\["\\/bfnrt]`;
/** ASCII without escapes: each byte is the character that it means. */
const plain = String.raw`[ !#-\[\]-~]*`;

/** Any string of JSON, with its quotes, in a payload that is UTF-8. */
export const anyTextPattern = textOf(String.raw`[^"\\\x00-\x1f]*`);

/** Any string of JSON that is ASCII. */
export const asciiTextPattern = textOf(plain);

function textOf(unescaped: string): string {
  return `"${unescaped}(?:${simpleEscape}${unescaped})*"`;
}

/** The strings of JSON that hold one of the texts, as they are written without need of an escape. */
export function enumPattern(texts: readonly string[]): string {
  return `(?:${texts.map(literalPattern).join("|")})`;
}

/** A text as a string of JSON. */
export function literalPattern(text: string): string {
  // The payload is matched byte by byte.
  return Buffer.from(JSON.stringify(text))
    .toString("latin1")
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/**
 * The strings of JSON whose text matches a pattern and is plain ASCII. Undefined if the pattern has parts of which it
 * is not known that they stay within the string.
 */
export function matchingTextPattern(pattern: string): string | undefined {
  const confined = confine(pattern);
  return confined === undefined ? undefined : `"(?=${plain}?(?:${confined}))${plain}"`;
}

/** The parts of a regular expression that are known here. A class holds only ASCII, and no escapes of characters. */
const part = new RegExp(
  [
    String.raw`(?<atom>\\[dDsSwW]|\.|\[(?:[ -Z^-~]|\\[-dDsSwW\\/.*+?()[\]{}|^$])+\])`,
    String.raw`(?<start>\^)`,
    String.raw`(?<end>\$)`,
    String.raw`(?<group>\((?!\?))`,
    String.raw`(?<other>\(\?[:=!]|[)|]|[*+?]\??|\{\d+(?:,\d*)?\}\??|\\[\\/.*+?()[\]{}|^$]|[^\\"()[\]{}*+?.^$|\x00-\x1f\x7f-\uffff])`,
  ].join("|"),
  "y",
);

/**
 * The pattern as it must be written to match inside the quotes of a string: what could match a quote does not do so,
 * so no match reaches beyond them, and the text begins and ends at the quotes.
 */
function confine(pattern: string): string | undefined {
  let confined = "";
  for (let at = 0; at < pattern.length; at = part.lastIndex) {
    part.lastIndex = at;
    const groups = part.exec(pattern)?.groups;
    if (!groups) return undefined;
    const { atom, start, end, group, other } = groups;
    if (atom !== undefined) confined += new RegExp(atom, "u").test('"') ? `(?:(?!")${atom})` : atom;
    else if (start !== undefined) confined += '(?<=")';
    else if (end !== undefined) confined += '(?=")';
    // Nothing refers to a group, and our own captures must keep their numbers.
    else confined += group === undefined ? other : "(?:";
  }
  return confined;
}
