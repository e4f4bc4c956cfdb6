import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { root } from "../rig/headwater.ts";

export const python = join(root, ".venv", process.platform === "win32" ? "Scripts" : "bin", "python");

/** What of this repository's root is the dbt project. */
const dbtParts = [
  "dbt_project.yml",
  "profiles.yml",
  "selectors.yml",
  "macros",
  "models",
  "seeds",
  "snapshots",
  "tests",
];

/** Copies the dbt project of this repository. */
export function copyDbtProject(toDir: string): void {
  for (const part of dbtParts) cpSync(join(root, part), join(toDir, part), { recursive: true });
}

/** The new text of files by their path from the project's root; null where a file goes away. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** Collects changes to a project's files without touching them. What is not found is an error, not a silent no-op. */
export class ProjectChange {
  readonly #dir: string;
  readonly #texts: Record<string, string | null> = {};

  constructor(dir: string) {
    this.#dir = dir;
  }

  get files(): FileChanges {
    return this.#texts;
  }

  /** Replaces the one occurrence of a text. */
  replace(file: string, before: string, after: string): this {
    const text = this.#read(file);
    const count = text.split(before).length - 1;
    if (count !== 1) throw new Error(`${file} has ${count} times, not once: ${before}`);
    return this.write(
      file,
      text.replace(before, () => after),
    );
  }

  /** Replaces every occurrence of a text; there must be one. */
  replaceEvery(file: string, before: string, after: string): this {
    const text = this.#read(file);
    if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
    return this.write(
      file,
      text.replaceAll(before, () => after),
    );
  }

  /** Replaces the first occurrence behind a place that a text marks, for example in one model's YAML entry. */
  replaceBehind(file: string, mark: string, before: string, after: string): this {
    const text = this.#read(file);
    const from = text.indexOf(mark);
    const at = from < 0 ? -1 : text.indexOf(before, from);
    if (at < 0) throw new Error(`${file} has no ${before} behind ${mark}`);
    return this.write(file, text.slice(0, at) + after + text.slice(at + before.length));
  }

  append(file: string, text: string): this {
    return this.write(file, this.#read(file) + text);
  }

  write(file: string, text: string): this {
    this.#texts[file] = text;
    return this;
  }

  remove(file: string): this {
    this.#read(file);
    this.#texts[file] = null;
    return this;
  }

  move(from: string, to: string): this {
    const text = this.#read(from);
    return this.remove(from).write(to, text);
  }

  /** Writes the changes to the project. */
  apply(): void {
    for (const [file, text] of Object.entries(this.#texts)) {
      const path = join(this.#dir, file);
      mkdirSync(dirname(path), { recursive: true });
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
    }
  }

  #read(file: string): string {
    return this.#texts[file] ?? readFileSync(join(this.#dir, file), "utf8");
  }
}

/** Lets dbt parse a project; its manifest.json lies in the target folder then. */
export function parseProject(projectDir: string, targetDir: string): void {
  const done = spawnSync(
    python,
    [
      "-m",
      "dbt.cli.main",
      "--quiet",
      "parse",
      "--target",
      "dev",
      "--target-path",
      targetDir,
      "--log-path",
      targetDir,
    ],
    {
      cwd: projectDir,
      encoding: "utf8",
      env: { ...process.env, HEADWATER_DUCKDB: join(targetDir, "none.duckdb") },
    },
  );
  if (done.status !== 0) throw new Error(`dbt parse failed:\n${done.stdout}${done.stderr}`);
}
