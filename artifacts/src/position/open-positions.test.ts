import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { genericTest, placed } from "../testing/placed.ts";
import { projectFiles, writeProject } from "../testing/project-files.ts";
import { openPositions } from "./open-positions.ts";
import type { Position } from "./types.ts";

let parent: string;
let project: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "headwater-positions-"));
  project = join(parent, "project");
  writeProject(project);
  writeFileSync(join(parent, "outside.sql"), "select 1\n");
  symlinkSync(join(parent, "outside.sql"), join(project, "models/link.sql"));
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** The text of the line that a position names, to compare with. */
function textAt({ file, line }: Position): string | undefined {
  return line === undefined ? undefined : projectFiles[file ?? ""]?.split("\n")[line - 1]?.trim();
}

const orders = placed("model.shop.orders", "models/_models.yml", "models/orders.sql");

describe("the entry of a resource", () => {
  it.each([
    [orders, "- name: orders"],
    [placed("model.shop.products.v2", "models/_models.yml"), "- v: 2"],
    [placed("model.shop.products.v3.0", "models/_models.yml"), "- v: 3.0"],
    [placed("model.shop.products.vbeta_1", "models/_models.yml"), "- v: beta_1"],
    [placed("model.shop.products.v9", "models/_models.yml"), "- name: products"],
    [placed("source.shop.raw.orders", "models/_sources.yml"), "- name: orders"],
    [placed("exposure.shop.board", "models/_others.yml"), "- name: board"],
    [placed("metric.shop.revenue", "models/_others.yml"), "- name: revenue"],
    [placed("semantic_model.shop.sales", "models/_others.yml"), "- name: sales"],
    [placed("saved_query.shop.weekly", "models/_others.yml"), "- name: weekly"],
    [placed("group.shop.finance", "models/_others.yml"), "- name: finance"],
    [placed("snapshot.shop.orders_history", "models/_others.yml"), "- name: orders_history"],
    [placed("seed.shop.codes", "models/_others.yml"), "- name: codes"],
    [placed("macro.shop.cents", "models/_others.yml"), "- name: cents"],
    [placed("project.shop", "dbt_project.yml"), "name: shop"],
    [placed("model.shop.unlisted", "models/_models.yml"), undefined],
  ])("of $0.uniqueId is found", (resource, text) => {
    expect(textAt(openPositions(project).node(resource))).toBe(text);
  });

  it("is that of the right one where two share a name", () => {
    const positions = openPositions(project);
    const unitTest = placed("unit_test.shop.orders.adds_up", "models/_others.yml");
    expect(positions.node(unitTest).line).toBe(positions.key(unitTest, ["model"]).line! - 1);
    expect(textAt(positions.key(unitTest, ["model"]))).toBe("model: orders");
    for (const version of ["2", "3.0", "beta_1"]) {
      const ofVersion = placed(`unit_test.shop.products.adds_up_v${version}`, "models/_others.yml");
      expect(textAt(positions.key(ofVersion, ["model"]))).toBe("model: products");
    }
    expect(positions.node(placed("source.shop.raw.old.orders", "models/_sources.yml")).line).toBe(12);
  });

  it("is the code where no YAML describes the resource", () => {
    const position = openPositions(project).node(placed("model.shop.orders", undefined, "models/orders.sql"));
    expect(position).toEqual({ file: "models/orders.sql", line: 1 });
  });
});

describe("a key of an entry", () => {
  it.each([
    [orders, ["config", "unique_key"], "unique_key: id"],
    [orders, ["config", "meta", "owner"], "meta: {owner: sales}"],
    [orders, ["meta", "owner"], "meta: {owner: sales}"],
    [orders, ["config", "description"], `description: "{{ doc('orders') }}"`],
    [orders, ["config", "contract"], "- name: orders"],
    [
      placed("model.shop.products.v1", "models/_models.yml"),
      ["deprecation_date"],
      "deprecation_date: 2030-01-01",
    ],
    [placed("model.shop.products.v2", "models/_models.yml"), ["latest_version"], "latest_version: 2"],
    [
      placed("source.shop.raw.orders", "models/_sources.yml"),
      ["freshness"],
      "freshness: {warn_after: {count: 1, period: day}}",
    ],
    [placed("source.shop.raw.orders", "models/_sources.yml"), ["description"], "- name: orders"],
    [placed("exposure.shop.board", "models/_others.yml"), ["depends_on", "1"], "- ref('orders')"],
  ])("of $0.uniqueId at $1 is found, else the entry", (resource, path, text) => {
    expect(textAt(openPositions(project).key(resource, path))).toBe(text);
  });
});

describe("a column", () => {
  const second = placed("model.shop.products.v2", "models/_models.yml");

  it.each([
    [orders, "id", [], "- name: id"],
    [orders, "STATUS", [], "- name: Status"],
    [orders, "id", ["data_type"], "data_type: integer"],
    [orders, "Status", ["data_type"], "- name: Status"],
    [orders, "gone", [], "- name: orders"],
    [second, "product_id", [], "- name: product_id"],
    [second, "label", ["data_type"], "data_type: text"],
    [placed("model.shop.second", "models/anchors.yml"), "id", [], "- name: id"],
  ])("of $0.uniqueId, $1 at $2, is found, else the entry", (resource, column, path, text) => {
    expect(textAt(openPositions(project).column(resource, column, path))).toBe(text);
  });
});

describe("a data test", () => {
  it.each([
    ["unique", "id", {}, "tests: [unique, not_null]"],
    ["accepted_values", "status", { values: ["open", "closed"] }, "- accepted_values:"],
    ["not_null", "Status", {}, "- not_null: {name: status_is_known}", "status_is_known"],
    ["not_null", "Status", {}, "- {name: status_is_given, test_name: not_null}", "status_is_given"],
    ["relationships", "Status", {}, undefined],
    ["not_null", '"Order Note"', {}, "tests: [not_null]"],
    ["unique", "gone", {}, undefined],
  ])("%s of %s %j is found where it is written", (macro, column, given, text, name = "a_test") => {
    const position = openPositions(project).node(genericTest(macro, column, given, name));
    expect(position.file).toBe("models/_models.yml");
    expect(textAt(position)).toBe(text);
  });

  it("is told from another of its macro by its arguments, at which its keys are found", () => {
    const positions = openPositions(project);
    const [first, second] = [["open", "closed"], ["paid"]].map((values) =>
      genericTest("accepted_values", "Status", { values }),
    );
    expect(textAt(positions.key(first!, ["values"]))).toBe("values: [open, closed]");
    expect(textAt(positions.key(second!, ["values"]))).toBe("arguments: {values: [paid]}");
    expect(textAt(positions.key(second!, ["config", "severity"]))).toBe("severity: warn");
    expect(textAt(positions.key(first!, ["config", "severity"]))).toBe("- accepted_values:");
  });

  it("of the whole model and of a package's macro is found", () => {
    const test = genericTest("unique_combination_of_columns", undefined, {});
    const ofPackage = { ...test, testMetadata: { ...test.testMetadata!, namespace: "dbt_utils" } };
    expect(textAt(openPositions(project).node(ofPackage))).toBe("- dbt_utils.unique_combination_of_columns:");
  });

  it("of a source's table is found", () => {
    const test = genericTest("not_null", "id", {}, "a_test", "source.shop.raw.orders");
    const position = openPositions(project).node({ ...test, originalFilePath: "models/_sources.yml" });
    expect(textAt(position)).toBe("tests: [not_null]");
  });

  it("in a file of its own is that file", () => {
    const singular = placed("test.shop.assert_paid", undefined, "tests/assert_paid.sql");
    expect(openPositions(project).node(singular)).toEqual({ file: "tests/assert_paid.sql", line: 1 });
  });
});

describe("code", () => {
  it("is found by pattern, by ref and by source", () => {
    const positions = openPositions(project);
    expect(positions.sql(orders, /select \* from raw/g).line).toBe(5);
    expect(positions.sql(orders, /never/).line).toBe(1);
    expect(positions.ref(orders, { name: "products" }).line).toBe(4);
    expect(positions.ref(orders, { name: "products_ol" }).line).toBe(1);
    expect(positions.source(orders, { sourceName: "raw", name: "orders" }).line).toBe(2);
    const python = placed("model.shop.customers", undefined, "models/customers.py");
    expect(positions.ref(python, { name: "orders" }).line).toBe(2);
  });

  it("is told apart by the version that a ref names", () => {
    const versions = placed("model.shop.versions", undefined, "models/versions.sql");
    const lineOf = (version: string) =>
      openPositions(project).ref(versions, { name: "products", version }).line;
    expect(["1", "2", "1.5", "3"].map(lineOf)).toEqual([2, 3, 4, 5]);
  });

  it("is found rather outside of comments than in one", () => {
    const positions = openPositions(project);
    const sql = placed("model.shop.comments", undefined, "models/comments.sql");
    const python = placed("model.shop.comments", undefined, "models/comments.py");
    const lines = ["a", "b", "c"].map((name) => positions.ref(sql, { name }).line);
    expect(lines).toEqual([5, 5, 6]);
    expect(positions.ref(python, { name: "a" }).line).toBe(2);
    expect(positions.sql(sql, /select/).line).toBe(4);
    expect(positions.sql(sql, /\{\{/g, "last").line).toBe(5);
    expect(positions.sql(sql, /never/, "last").line).toBe(1);
  });

  it("of an exposure or a snapshot in YAML is its entry", () => {
    const positions = openPositions(project);
    const board = placed("exposure.shop.board", "models/_others.yml");
    const history = placed("snapshot.shop.orders_history", "models/_others.yml");
    expect(textAt(positions.ref(board, { name: "orders" }))).toBe("- ref('orders')");
    expect(textAt(positions.ref(history, { name: "orders" }))).toBe("relation: ref('orders')");
  });

  it("of a macro or snapshot is its own block in the file", () => {
    const positions = openPositions(project);
    const code = (id: string, file: string) => positions.code(placed(id, undefined, file)).line;
    expect(code("macro.shop.cents", "macros/money.sql")).toBe(1);
    expect(code("macro.shop.test_is_positive", "macros/money.sql")).toBe(3);
    expect(code("macro.shop.cent", "macros/money.sql")).toBeUndefined();
    const second = placed("snapshot.shop.second", undefined, "snapshots/old.sql");
    expect(positions.ref(second, { name: "orders" }).line).toBe(5);
  });
});

describe("a file", () => {
  const lineOf = (file: string) =>
    openPositions(project).node(placed("model.shop.broken", undefined, file)).line;

  it("that is missing or not YAML has no lines", () => {
    const broken = placed("model.shop.broken", "models/broken.yml");
    expect(openPositions(project).node(broken)).toEqual({ file: "models/broken.yml", line: undefined });
    expect(openPositions(project).column(broken, "id")).toEqual({
      file: "models/broken.yml",
      line: undefined,
    });
    expect(lineOf("models/missing.sql")).toBeUndefined();
    expect(lineOf("models")).toBeUndefined();
  });

  it("that dbt takes although YAML forbids it, or that repeats and merges keys, has lines", () => {
    const positions = openPositions(project);
    const first = placed("model.shop.first", "models/lenient.yml");
    const second = placed("model.shop.second", "models/lenient.yml");
    expect(textAt(positions.node(first))).toBe("- name: first");
    expect(textAt(positions.column(first, "id"))).toBe("{name: id}");
    expect(textAt(positions.node(second))).toBe("- <<: *columns");
    expect(textAt(positions.column(second, "id"))).toBe("- name: id");
    const test = { ...genericTest("unique", "id", {}, "a_test", second.uniqueId) };
    expect(textAt(positions.node({ ...test, originalFilePath: "models/lenient.yml" }))).toBe(
      "tests: [unique]",
    );
  });

  it("whose aliases are many, or go round in a circle, is read in no time", () => {
    const aliases = "  - *model\n".repeat(15_000);
    writeFileSync(
      join(project, "models/aliases.yml"),
      `models:\n  - &model {<<: *model, name: a}\n${aliases}`,
    );
    const positions = openPositions(project);
    const start = performance.now();
    expect(positions.node(placed("model.shop.a", "models/aliases.yml")).line).toBe(2);
    expect(positions.key(placed("model.shop.a", "models/aliases.yml"), ["config"]).line).toBe(2);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it("outside of the project is never read, neither by its path nor by a link", () => {
    expect(lineOf("models/../models/orders.sql")).toBe(1);
    expect(lineOf("../outside.sql")).toBeUndefined();
    expect(lineOf(join(parent, "outside.sql"))).toBeUndefined();
    expect(lineOf("models/link.sql")).toBeUndefined();
  });

  it("of an installed package lies in the package's folder", () => {
    const days = placed("model.common.days", undefined, "models/days.sql");
    expect(openPositions(project).node(days)).toEqual({
      file: "dbt_packages/common/models/days.sql",
      line: 1,
    });
    // Whoever opens the positions may know better than dbt_project.yml what the project is called.
    expect(openPositions(project, "common").node(days).file).toBe("models/days.sql");
  });

  it("that nests deeper than the parser can follow has no lines", () => {
    writeFileSync(join(project, "models/deep.yml"), `models: ${"[".repeat(20_000)}`);
    expect(openPositions(project).node(placed("model.shop.deep", "models/deep.yml")).line).toBeUndefined();
  });
});
