import { describe, expect, it } from "vitest";

import { model, source } from "../testing/nodes.ts";
import { project, type ProjectSpec } from "../testing/project.ts";
import { checkArtifacts } from "./check-artifacts.ts";

const side = (spec: ProjectSpec) => project([model("a"), model("b"), source("raw.orders")], spec);
const check = (spec: ProjectSpec) => checkArtifacts(side(spec), { folder: "target" });
const ofCommand = (which: string, runResults: ProjectSpec["runResults"] = { a: {} }) => {
  const made = side({ runResults });
  return { ...made, runResults: made.runResults && { ...made.runResults, args: { which } } };
};

describe("artifacts beside a manifest", () => {
  it("are judged where they are of its nodes, be it of a few", () => {
    const spec = { runResults: { a: {} }, catalog: { b: { id: "int" } }, freshness: { "raw.orders": {} } };
    const made = side(spec);
    const checked = checkArtifacts(made, { folder: "target" });
    expect(checked.warnings).toEqual([]);
    expect(checked.side).toEqual(made);
    expect(check({ runResults: {}, catalog: {}, freshness: {} }).warnings).toEqual([]);
  });

  it.each<[string, ProjectSpec]>([
    ["run_results.json: none of its 2 results", { runResults: { "model.b.x": {}, "test.b.y": {} } }],
    ["catalog.json: none of its 1 table ", { catalog: { "model.bakery.bread": { id: "int" } } }],
    ["sources.json: none of its 1 result ", { freshness: { "source.bakery.raw.flour": {} } }],
  ])("are refused where they are of another project: %s", (message, spec) => {
    expect(() => check(spec)).toThrow(message);
  });

  it("are told to be judged in part where the manifest has resources of unknown types", () => {
    const { manifest, ...rest } = side({});
    const newer = { ...rest, manifest: { ...manifest, unknownResourceTypes: ["agent", "loom"] } };
    expect(checkArtifacts(newer, { folder: "target" }).warnings).toEqual([
      "manifest.json has resources of a type that is not known here (agent and loom): they are not judged.",
    ]);
  });

  it("are told to be judged in part, or not at all, where results have statuses that nobody knows", () => {
    const warning =
      "run_results.json has results of a status that is not known here (burnt): they are not judged.";
    const some = check({ runResults: { a: { status: "burnt" }, b: { status: "error" } } });
    expect(some.warnings).toEqual([warning]);
    expect(some.side.runResults?.results).toHaveLength(2);
    const all = check({ runResults: { a: { status: "burnt" }, b: { status: "burnt" } } });
    expect(all.warnings).toEqual([warning]);
    expect(all.side.runResults).toBeUndefined();
  });

  it("are told to be nothing to judge where the manifest is empty", () => {
    const { warnings } = checkArtifacts(project([], {}), { folder: "target" });
    expect(warnings).toEqual(["manifest.json has no nodes, so there is nothing to judge in it."]);
  });

  it("are told to be of another state where the manifest has only some of their nodes", () => {
    const { warnings } = checkArtifacts(side({ runResults: { a: {}, "model.shop.gone": {} } }), {
      folder: "target",
      prefix: "The base's ",
    });
    expect(warnings).toEqual([
      "The base's run_results.json is of another state of the project than manifest.json, which does not have 1 of its 2 results, e.g. model.shop.gone.",
    ]);
  });

  it("are told to be incomplete where dbt could not read the whole catalog", () => {
    const made = side({ catalog: { a: { id: "int" } } });
    const catalog = made.catalog && { ...made.catalog, errors: ["Database Error\n  no access to raw"] };
    expect(checkArtifacts({ ...made, catalog }, { folder: "target" }).warnings).toEqual([
      "catalog.json is not complete, as dbt met an error: Database Error: no access to raw",
    ]);
  });
});

describe("sources.json", () => {
  const freshness = { warnAfter: { count: 1, period: "day" } } as const;
  const nodes = [source("raw.b", { freshness }), source("raw.a", { freshness }), source("raw.c")];

  it("is told to lack what dbt could not look at", () => {
    const made = project(nodes, { freshness: { "raw.a": {} } });
    const checked = checkArtifacts(made, { folder: "target" });
    expect(checked.warnings).toEqual([expect.stringContaining("sources.json has no result of raw.b: ")]);
    expect(checked.side.sources).toBe(made.sources);
  });

  it("is as if it were not there where dbt could look at no source", () => {
    const checked = checkArtifacts(project(nodes, { freshness: {} }), { folder: "target" });
    expect(checked.warnings).toEqual([expect.stringContaining("no result of raw.a and raw.b: ")]);
    expect(checked.side.sources).toBeUndefined();
  });
});

describe("run results of a command that builds nothing", () => {
  it.each(["compile", "generate", "show", "clone", "run-operation"])("are left out: %s", (which) => {
    const checked = checkArtifacts(ofCommand(which), { folder: "target" });
    expect(checked.side.runResults).toBeUndefined();
    expect(checked.warnings).toEqual([expect.stringContaining("which builds and tests nothing")]);
  });

  it("are kept with its errors, whatever they are of", () => {
    const made = ofCommand("run-operation", { a: {}, "macro.shop.clean": { status: "error" } });
    const { runResults } = checkArtifacts(made, { folder: "target" }).side;
    expect(runResults?.results.map(({ uniqueId }) => uniqueId)).toEqual(["macro.shop.clean"]);
  });

  it.each(["build", "run", "test", "seed", "snapshot", "retry"])("are not those of dbt %s", (which) => {
    const made = ofCommand(which);
    expect(checkArtifacts(made, { folder: "target" })).toEqual({ side: made, warnings: [] });
  });
});
