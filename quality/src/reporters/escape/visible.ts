/** Most texts are plain ASCII. Only others need a pattern of Unicode's classes, which V8 makes in a millisecond. */
const printable = /^[ -~]*$/;

/**
 * One line that shows what it holds: every control or invisible character becomes its code, e.g. `\u{1b}`, line
 * breaks become spaces, and the marks by which GitHub's older runners and Azure read commands anywhere in a line
 * (`##[…]`, `##vso[…]`) are broken. For text that a project wrote: names, descriptions, messages of the warehouse.
 */
export function visible(text: string): string {
  if (printable.test(text) && !text.includes("##")) return text.trim();
  // What a terminal, a log or a page could act on although nobody sees it: C0 and C1 controls (with escape sequences),
  // line and paragraph separators, bidirectional overrides, zero-width and other format characters, lone surrogates.
  const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/gu;
  return text
    .trim()
    .replaceAll(/\s*[\r\n]+\s*/g, " ")
    .replaceAll(unseen, (character) =>
      character === "\t" ? " " : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replaceAll(/##(?=\w*\[)/g, "# #");
}

/** A text cut to a length, with a mark where something was left out. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // A cut between the halves of a surrogate pair would leave a character that no format can hold.
  const end = /[\uD800-\uDBFF]/.test(text.charAt(maxLength - 2)) ? maxLength - 2 : maxLength - 1;
  return `${text.slice(0, end)}…`;
}
