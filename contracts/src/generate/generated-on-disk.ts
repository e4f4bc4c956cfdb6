import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { GENERATED_MARK, type GeneratedFile } from "./generated-file.ts";

/** Where generated files may lie, so that those of a feed that has gone are found too. */
const PLACES = [
  "contracts/*/generated/*.js",
  "models/staging/*/_*__sources.yml",
  "databricks/src/silver/schemas/*.py",
  "snowflake/bronze/*.sql",
  "snowflake/pipes/*.sql",
];

/** The generated files below the project's root: path with forward slashes to content. */
export async function readGenerated(projectDir: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const file of glob(PLACES, { cwd: projectDir })) {
    const content = await readFile(path.join(projectDir, file), "utf8");
    if (content.includes(GENERATED_MARK)) {
      found.set(file.split(path.sep).join("/"), content);
    }
  }
  return found;
}

/** Writes generated files, with their folders. */
export async function writeGenerated(projectDir: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const file of files) {
    const target = path.join(projectDir, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.content);
  }
}

/** Deletes generated files that no contract asks for any more. */
export async function removeGenerated(projectDir: string, paths: readonly string[]): Promise<void> {
  for (const file of paths) {
    await rm(path.join(projectDir, file));
  }
}
