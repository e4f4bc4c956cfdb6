import { statSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The size of the manifest that `headwater gate` is going to read, by the words behind `gate`. A guess that only speed
 * depends on: undefined where the words do not tell it, as where the configuration names the projects.
 */
export function manifestBytes(words: readonly string[]): number | undefined {
  const project = optionOf(words, "--project-dir") ?? ".";
  const target = optionOf(words, "--target-path") ?? "target";
  try {
    return statSync(resolve(project, target, "manifest.json")).size;
  } catch {
    // Whoever reads it says what is wrong with it.
    return undefined;
  }
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = words[at];
  return word === name ? words[at + 1] : word?.slice(name.length + 1);
}
