import { visible } from "./visible.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for XML 1.0 elements and attributes; characters that XML cannot hold become their visible codes. */
export function escapeXml(text: string): string {
  return visible(text)
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD");
}
