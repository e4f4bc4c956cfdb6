import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { copyDbtProject, parseProject, ProjectChange } from "../dbt-project.ts";
import { writeDerivedArtifacts } from "../derived-artifacts.ts";
import { preparation } from "../state-edits/edit.ts";
import { allEdits } from "../state-edits/all-edits.ts";

export const artifactFiles = ["manifest.json", "catalog.json", "run_results.json", "sources.json"] as const;

/** Edits that go together: with them, every kind of rule has something to say. */
const headEdits = [
  "model-comment",
  "model-added",
  "model-removed",
  "macro-body",
  "test-where",
  "model-access",
  "contract-column-retyped",
  "contract-column-removed",
  "contract-switched-off",
  "exposure-owner",
  "source-freshness",
];

/**
 * Makes a project with all its files, and both sides' four artifacts, below a folder: `project`, `head` and `base`.
 * dbt's own macros are left out, which are half of a manifest and which no rule judges.
 */
export function makeCorpus(folder: string): void {
  const project = join(folder, "project");
  copyDbtProject(project);
  preparation.change(new ProjectChange(project)).apply();
  parseProject(project, join(folder, "base"));
  for (const name of headEdits) {
    const edit = allEdits.find((each) => each.name === name);
    if (edit === undefined) throw new Error(`There is no edit ${name}.`);
    edit.change(new ProjectChange(project)).apply();
  }
  parseProject(project, join(folder, "head"));
  for (const side of ["base", "head"]) {
    const file = join(folder, side, "manifest.json");
    // dbt has written it just now.
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Parameters<typeof writeDerivedArtifacts>[1] & {
      readonly macros: Readonly<Record<string, { readonly package_name: string }>>;
    };
    const own = Object.entries(manifest.macros).filter(
      ([id, macro]) => macro.package_name === "headwater" || id.startsWith("macro.dbt.test_"),
    );
    const small = { ...manifest, macros: Object.fromEntries(own), parent_map: {}, child_map: {}, docs: {} };
    mkdirSync(join(folder, side), { recursive: true });
    writeFileSync(file, JSON.stringify(small));
    writeDerivedArtifacts(join(folder, side), manifest);
  }
  writeFileSync(join(folder, "headwater.yml"), "gate:\n  extends: strict\n");
}
