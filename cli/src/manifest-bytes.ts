import { statSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The size in bytes of the manifest that `headwater gate` is going to read, by its arguments. Only speed depends on it, so
 * it may be a guess: undefined where the arguments do not tell, as where the configuration names the projects.
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
