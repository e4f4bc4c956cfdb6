import { visible } from "./visible.ts";

/**
 * Text that Markdown (GitHub's and GitLab's, also inside a table) shows as it is: no markup, HTML, links, mentions or
 * references to issues. Only what stands between backticks is shown as code.
 */
export function escapeMarkdown(text: string): string {
  const parts = visible(text).split(/`([^`]+)`/);
  return parts.map((part, at) => (at % 2 === 1 ? codeSpan(part) : escapeLine(part))).join("");
}

function escapeLine(line: string): string {
  return (
    line
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[\\`*[\]|~$]/g, String.raw`\$&`)
      // Inside a word an underscore is no markup.
      .replaceAll(/(?<!\w)_|_(?!\w)/g, String.raw`\_`)
      // Mentions, references and addresses are found after escapes are gone: only a character in between stops them.
      .replaceAll(/[@#](?=\w)/g, "$&&#8203;")
      .replaceAll("://", "&#58;//")
      .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`)
  );
}

/** A code span around any text, in a table too. */
export function codeSpan(text: string): string {
  const line = visible(text).replaceAll("|", String.raw`\|`);
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}
