import { describe, expect, it } from "vitest";

import { dependsOn, fullId, graphOf, resource, type RawResource } from "../testing/raw-manifest.ts";
import { compareState } from "./compare-state.ts";

const orders = resource("model.orders");
const compare = (
  base: readonly RawResource[],
  head: readonly RawResource[],
  disabled: readonly RawResource[] = [],
) => compareState(graphOf(base), graphOf(head, disabled));

describe("nodes", () => {
  it("are added and removed by id", () => {
    const state = compare([orders, resource("source.raw.a")], [orders, resource("source.raw.b")]);
    expect([...state.added]).toEqual([fullId("source.raw.b")]);
    expect([...state.removed]).toEqual([fullId("source.raw.a")]);
    expect(state.modified.size).toBe(0);
  });

  it("that are the same object are not modified", () => {
    const graph = graphOf([orders]);
    expect(compareState(graph, graph).modified.size).toBe(0);
  });
});

describe("a renamed model", () => {
  const code = { checksum: { name: "sha256", checksum: "1" }, raw_code: "select 1" };
  const before = resource("model.old", code);
  const after = resource("model.new", code);

  it("is neither added nor removed, and is compared with its old self", () => {
    const described = resource("model.new", { ...code, unrendered_config: { materialized: "table" } });
    const state = compare([before], [described]);
    expect(state.renamed).toEqual([{ from: before.id, to: after.id }]);
    expect([...state.added, ...state.removed]).toEqual([]);
    expect([...state.modified]).toEqual([[after.id, new Set(["configs"])]]);
  });

  it("is another one if its code is", () => {
    const state = compare([before], [resource("model.new", { ...code, raw_code: "select 2" })]);
    expect(state.renamed).toEqual([]);
  });

  it("is not looked for in a model that is only disabled", () => {
    const state = compare([before], [after], [before]);
    expect([...state.removed]).toEqual([before.id]);
    expect([...state.added]).toEqual([after.id]);
  });

  it("is told from others of the same code by its name, then by its folder", () => {
    const inFolder = (id: string, folder: string) =>
      resource(id, { ...code, original_file_path: `models/${folder}/x.sql` });
    const state = compare(
      [inFolder("model.a", "one"), inFolder("model.b", "two"), inFolder("model.c", "three")],
      [
        inFolder("model.y", "two"),
        inFolder("model.x", "one"),
        { ...inFolder("model.c", "four"), id: "model.other.c" },
      ],
    );
    expect(state.renamed).toEqual([
      { from: fullId("model.c"), to: "model.other.c" },
      { from: fullId("model.a"), to: fullId("model.x") },
      { from: fullId("model.b"), to: fullId("model.y") },
    ]);
  });

  it("is told from others of the same code alike whatever the order of the manifests' keys", () => {
    const [a, b, x, y] = ["a", "b", "x", "y"].map((name) => resource(`model.${name}`, code));
    if (!a || !b || !x || !y) throw new Error("four models");
    const pairs = [
      { from: a.id, to: x.id },
      { from: b.id, to: y.id },
    ];
    expect(compare([a, b], [x, y]).renamed).toEqual(pairs);
    expect(compare([b, a], [x, y]).renamed).toEqual(pairs);
    expect(compare([b, a], [y, x]).renamed).toEqual(pairs);
  });

  it("takes its tests along", () => {
    const notNull = (model: string) =>
      resource(`test.not_null_${model}_id`, {
        test_metadata: { name: "not_null", kwargs: { column_name: "id", model: `{{ ref('${model}') }}` } },
        column_name: "id",
        attached_node: fullId(`model.${model}`),
        depends_on: dependsOn(`model.${model}`),
      });
    const refersTo = (model: string) =>
      resource(`test.refers_to_${model}`, {
        test_metadata: { name: "relationships", kwargs: { to: `ref('${model}')`, field: "id" } },
        attached_node: orders.id,
        depends_on: dependsOn(`model.${model}`, "model.orders"),
      });
    const unitTest = (model: string) =>
      resource(`unit_test.${model}.works`, {
        name: "works",
        depends_on: dependsOn(`model.${model}`),
        checksum: model,
      });
    const tests = (model: string) => [notNull(model), refersTo(model), unitTest(model)];
    const state = compare([orders, before, ...tests("old")], [orders, after, ...tests("new")]);
    expect(state.renamed).toEqual([
      { from: before.id, to: after.id },
      ...tests("old").map(({ id }, index) => ({ from: id, to: tests("new")[index]?.id })),
    ]);
  });
});

describe("a node that has the place of one that is gone", () => {
  const place = { database: "shop", schema: "main" };
  const tiny = resource("seed.tiny", { ...place, alias: "tiny" });

  it("is that one with other code, be it of another name, package or type", () => {
    const old = resource("model.old", { ...place, alias: "sales" });
    const anew = resource("model.anew", { ...place, alias: "sales", raw_code: "select 2" });
    expect(compare([old], [anew])).toMatchObject({
      renamed: [{ from: old.id, to: anew.id }],
      modified: new Map([[anew.id, new Set(["body"])]]),
      added: new Set(),
      removed: new Set(),
    });
    const model = resource("model.tiny", { ...place, alias: "tiny" });
    const state = compare([tiny], [model]);
    expect(state.renamed).toEqual([{ from: tiny.id, to: model.id }]);
    expect([...state.modified.values()]).toEqual([new Set(["definition"])]);
  });

  it("may spell the place in another letter case", () => {
    const model = resource("model.tiny", { database: "SHOP", schema: "Main", alias: "TINY" });
    expect(compare([tiny], [model]).renamed).toHaveLength(1);
  });

  it("is another one in another schema or under another name", () => {
    expect(
      compare([tiny], [resource("model.tiny", { ...place, schema: "b", alias: "tiny" })]).renamed,
    ).toEqual([]);
    expect(compare([tiny], [resource("model.tiny", { ...place, alias: "b" })]).renamed).toEqual([]);
  });

  it("can be a source's table, which no model takes over", () => {
    const table = (name: string) => resource(`source.${name}`, { ...place, identifier: "tiny" });
    expect(compare([table("raw.tiny")], [table("pos.tiny")]).renamed).toEqual([
      { from: table("raw.tiny").id, to: table("pos.tiny").id },
    ]);
    expect(compare([table("raw.tiny")], [tiny]).renamed).toEqual([]);
  });
});

describe("a renamed snapshot", () => {
  const snapshot = (name: string, code: string) =>
    resource(`snapshot.${name}`, {
      raw_code: code,
      checksum: { name: "sha256", checksum: `of the file with ${name}` },
    });

  it("is the one with the same code, as its file says its name", () => {
    const state = compare([snapshot("a", "select 1")], [snapshot("b", "select 1")]);
    expect(state.renamed).toEqual([{ from: fullId("snapshot.a"), to: fullId("snapshot.b") }]);
    expect(compare([snapshot("a", "select 1")], [snapshot("b", "select 2")]).renamed).toEqual([]);
    expect(compare([snapshot("a", "")], [snapshot("b", "")]).renamed).toEqual([]);
  });
});

describe("a renamed test", () => {
  it("is the one with the same code or definition", () => {
    const singular = (name: string) => resource(`test.${name}`, { raw_code: "select 1" });
    const unitTest = (name: string) => resource(`unit_test.orders.${name}`, { checksum: "1" });
    const state = compare([singular("a"), unitTest("a")], [singular("b"), unitTest("b")]);
    expect(state.renamed.map(({ to }) => to)).toEqual([singular("b").id, unitTest("b").id]);
  });

  it("is another one if it tests another column", () => {
    const unique = (column: string) =>
      resource(`test.unique_${column}`, {
        test_metadata: { name: "unique", kwargs: { column_name: column } },
        column_name: column,
        attached_node: orders.id,
      });
    expect(compare([orders, unique("a")], [orders, unique("b")]).renamed).toEqual([]);
  });
});

describe("a changed macro", () => {
  const outer = resource("macro.outer", { depends_on: dependsOn("macro.inner") });
  const inner = resource("macro.inner", { depends_on: dependsOn("macro.outer") });
  const changed = resource("macro.inner", { macro_sql: "other" });
  const user = resource("model.user", { depends_on: dependsOn("macro.outer") });

  it("modifies what uses it, through other macros too, and nothing else", () => {
    const state = compare([orders, user, outer, inner], [orders, user, outer, changed]);
    expect([...state.modified]).toEqual([[user.id, new Set(["macros"])]]);
    expect([...state.usesChangedMacro]).toEqual([user.id]);
  });

  it("is noted of an added node too, which is not modified by it", () => {
    const state = compare([outer, inner], [user, outer, changed]);
    expect([...state.usesChangedMacro]).toEqual([user.id]);
    expect(state.modified.size).toBe(0);
  });

  it("is one by its text only", () => {
    const described = resource("macro.inner", { ...inner.fields, description: "Now described." });
    expect(compare([user, outer, inner], [user, outer, described]).modified.size).toBe(0);
  });

  it("may be a macro that is new or gone", () => {
    expect(compare([user, outer], [user, outer, inner]).modified.size).toBe(1);
    expect(compare([user, outer, inner], [user, outer]).modified.size).toBe(1);
  });
});
