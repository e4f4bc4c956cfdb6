const compiled = new Map<string, RegExp>();

/** Whether a text matches a shell pattern as Python's fnmatch understands it: `*`, `?`, `[abc]`, `[!abc]`. */
export function fnmatch(text: string, pattern: string): boolean {
  if (!/[*?[]/.test(pattern)) return text === pattern;
  let regexp = compiled.get(pattern);
  if (regexp === undefined) {
    regexp = toRegExp(pattern);
    compiled.set(pattern, regexp);
  }
  return regexp.test(text);
}

function toRegExp(pattern: string): RegExp {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (character === "[") {
      const end = endOfSet(pattern, at);
      if (end === undefined) source += "\\[";
      else {
        source += toSet(pattern.slice(at + 1, end));
        at = end;
      }
    } else source += RegExp.escape(character);
  }
  return new RegExp(`^(?:${source})$`, "su");
}

/** Where the set that opens at `start` closes; a bracket right behind the opening is part of the set. */
function endOfSet(pattern: string, start: number): number | undefined {
  const first = pattern.charAt(start + 1) === "!" ? start + 2 : start + 1;
  const end = pattern.indexOf("]", first + 1);
  return end === -1 ? undefined : end;
}

/** A set without members matches nothing, as does one of which all ranges run backwards. */
function toSet(content: string): string {
  const isNegated = content.startsWith("!");
  const members = (isNegated ? content.slice(1) : content)
    .replaceAll(/(.)-(.)/gsu, (range: string, from: string, to: string) => (from <= to ? range : ""))
    .replaceAll(/[\\\]^[]/g, "\\$&");
  return `[${isNegated ? "^" : ""}${members}]`;
}
