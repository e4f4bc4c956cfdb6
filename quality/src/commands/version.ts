import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of this package. */
export function packageVersion(): string {
  const file = join(import.meta.dirname, "..", "..", "package.json");
  // The file says `version`, because npm would not install it otherwise.
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
