import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { builtInConfig } from "../config/load-config.ts";
import { findProjects, type ProjectQuery } from "./load-project.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "headwater-load-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function touch(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
  }
}

function find(query: Partial<ProjectQuery> = {}, projects: readonly string[] = []) {
  const all = { cwd: folder, projectDir: undefined, targetPath: undefined, base: undefined, ...query };
  const found = findProjects(all, { ...builtInConfig(folder, []), projects });
  const short = (path: string | undefined) => path?.replace(`${folder}/`, "").replace(folder, ".");
  return found.map(({ shownFolder, artifacts, baseArtifacts }) => {
    const line = [shownFolder, short(artifacts)];
    return query.base === undefined ? line : line.concat(short(baseArtifacts) ?? "no base");
  });
}

describe("the projects of a run", () => {
  it("are the one here, the one that is named, or those of the configuration", () => {
    touch("dbt/a/dbt_project.yml", "dbt/b/dbt_project.yml", "dbt/notes/readme.md");
    expect(find()).toEqual([[".", "target"]]);
    expect(find({ projectDir: "dbt/a" }, ["dbt/*"])).toEqual([["dbt/a", "dbt/a/target"]]);
    expect(find({}, ["dbt/*"])).toEqual([
      ["dbt/a", "dbt/a/target"],
      ["dbt/b", "dbt/b/target"],
    ]);
  });

  it("go by their place below the current folder, also where a link from outside leads there", () => {
    touch("repo/dbt/a/dbt_project.yml", "other/dbt_project.yml");
    symlinkSync(join(folder, "repo"), join(folder, "link"));
    symlinkSync(join(folder, "other"), join(folder, "repo/dbt/b"));
    const names = (projectDir: string) =>
      find({ cwd: join(folder, "repo"), projectDir }).map(([shownFolder]) => shownFolder);
    expect(names(join(folder, "link/dbt/a"))).toEqual(["dbt/a"]);
    expect(names("dbt/b")).toEqual(["dbt/b"]);
    expect(names(join(folder, "other"))).toEqual(["../other"]);
    expect(names("../nowhere")).toEqual(["../nowhere"]);
  });

  it("are refused where a glob matches none", () => {
    touch("dbt/notes/readme.md");
    expect(() => find({}, ["dbt/*"])).toThrow(/dbt\/\* matches no folder with a dbt_project\.yml/);
  });
});

describe("the artifacts' folder", () => {
  it("is a path in the project, or else a path from here", () => {
    touch("dbt/out/manifest.json", "elsewhere/manifest.json");
    expect(find({ projectDir: "dbt", targetPath: "out" })).toEqual([["dbt", "dbt/out"]]);
    expect(find({ projectDir: "dbt", targetPath: "elsewhere" })).toEqual([["dbt", "elsewhere"]]);
    expect(find({ projectDir: "dbt", targetPath: join(folder, "elsewhere") })).toEqual([
      ["dbt", "elsewhere"],
    ]);
  });
});

describe("the base's folder", () => {
  it("holds the manifest itself, in target, or at the project's path", () => {
    touch("b1/manifest.json", "b2/target/manifest.json", "b3/dbt/target/manifest.json");
    expect(find({ base: "b1" })).toEqual([[".", "target", "b1"]]);
    expect(find({ base: "b2" })).toEqual([[".", "target", "b2/target"]]);
    expect(find({ base: "b3", projectDir: "dbt" })).toEqual([["dbt", "dbt/target", "b3/dbt/target"]]);
  });

  it("is refused without a manifest", () => {
    touch("base/readme.md");
    expect(() => find({ base: "base" })).toThrow(/base holds no manifest\.json/);
    expect(() => find({ base: "nowhere" })).toThrow(/nowhere holds no manifest\.json/);
  });

  it("may lack one of several projects, which is new then", () => {
    touch("dbt/a/dbt_project.yml", "dbt/b/dbt_project.yml", "base/dbt/a/target/manifest.json");
    expect(find({ base: "base" }, ["dbt/*"])).toEqual([
      ["dbt/a", "dbt/a/target", "base/dbt/a/target"],
      ["dbt/b", "dbt/b/target", "no base"],
    ]);
    expect(() => find({ base: "nowhere" }, ["dbt/*"])).toThrow(/holds no manifest/);
  });
});
