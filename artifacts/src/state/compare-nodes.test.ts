import { describe, expect, it } from "vitest";

import { dependsOn, graphOf, resource } from "../testing/raw-manifest.ts";
import type { JsonObject } from "../types/resource.ts";
import type { StateKind } from "../types/state.ts";
import { compareState } from "./compare-state.ts";

/** The kinds that differ when a resource's fields become others. */
function kinds(shortId: string, before: JsonObject, after: JsonObject): readonly StateKind[] {
  const [old, now] = [resource(shortId, before), resource(shortId, after)];
  const { modified } = compareState(graphOf([old]), graphOf([now]));
  return [...(modified.get(now.id) ?? [])].toSorted();
}

type Case = readonly [what: string, before: JsonObject, after: JsonObject, kinds: readonly StateKind[]];

/** A config in both forms, as written and as rendered. */
function config(values: JsonObject): JsonObject {
  return { config: values, unrendered_config: values };
}

describe("of a model", () => {
  const persisted = { config: { persist_docs: { relation: true, columns: true } } };
  const columns = (description: string): JsonObject => ({ columns: { id: { name: "id", description } } });
  const cases: readonly Case[] = [
    ["nothing", {}, {}, []],
    ["the code", {}, { raw_code: "select 2" }, ["body"]],
    ["a config", config({ materialized: "view" }), config({ materialized: "table" }), ["configs"]],
    ["a config that is new", config({ a: 1 }), config({ a: 1, my_key: null }), ["configs"]],
    ["a hook", config({ "post-hook": "a" }), config({ "post-hook": "b" }), ["configs"]],
    ["meta", config({ meta: { a: 1 } }), config({ meta: { a: 2 } }), ["configs"]],
    ["tags and group", config({ tags: ["a"], group: "x" }), config({ tags: ["b"], group: "y" }), []],
    [
      "a config that Jinja renders",
      { config: { materialized: "view" } },
      { config: { materialized: "table" } },
      [],
    ],
    ["the configured schema", config({ schema: "a" }), config({ schema: "b" }), ["relation"]],
    ["the configured database", config({}), config({ database: "b" }), ["relation"]],
    ["the alias", config({ alias: "a" }), config({ alias: "b" }), ["relation"]],
    ["the target's schema", { schema: "dev" }, { schema: "prod" }, []],
    ["a description", { description: "a" }, { description: "b" }, []],
    ["a persisted description", persisted, { ...persisted, description: "b" }, ["persisted_descriptions"]],
    ["a column's description", columns("a"), columns("b"), []],
    [
      "a column's persisted description",
      { ...persisted, ...columns("a") },
      { ...persisted, ...columns("b") },
      ["persisted_descriptions"],
    ],
    ["the folder", {}, { fqn: ["shop", "marts", "orders"] }, ["fqn"]],
    ["the access", {}, { access: "public" }, ["interface"]],
    ["the latest version", { latest_version: 1 }, { latest_version: 2 }, ["interface"]],
    ["the deprecation date", {}, { deprecation_date: "2030-01-01" }, ["interface"]],
    ["a contract that is switched on", {}, { contract: { enforced: true, checksum: "1" } }, ["contract"]],
    [
      "an enforced contract",
      { contract: { enforced: true, checksum: "1" } },
      { contract: { enforced: true, checksum: "2" } },
      ["contract"],
    ],
    [
      "the checksum of a contract that is not enforced",
      { contract: { enforced: false, checksum: "1" } },
      { contract: { enforced: false, checksum: "2" } },
      [],
    ],
  ];
  it.each(cases)("%s", (_what, before, after, expected) => {
    expect(kinds("model.orders", before, after)).toEqual(expected);
  });
});

describe("of a seed", () => {
  const checksum = (name: string, value: string): JsonObject => ({ checksum: { name, checksum: value } });
  const cases: readonly Case[] = [
    ["the data", checksum("sha256", "1"), checksum("sha256", "2"), ["body"]],
    ["the size, so that only the path is left", checksum("sha256", "1"), checksum("path", "a.csv"), ["body"]],
    ["nothing, as far as a path tells", checksum("path", "a.csv"), checksum("path", "a.csv"), []],
    ["what no checksum tells", checksum("none", ""), checksum("none", ""), ["body"]],
  ];
  it.each(cases)("%s", (_what, before, after, expected) => {
    expect(kinds("seed.boroughs", before, after)).toEqual(expected);
  });
});

describe("of a test", () => {
  const cases: readonly Case[] = [
    ["the severity", config({ severity: "error" }), config({ severity: "warn" }), ["configs"]],
    ["the filter", config({}), config({ where: "id > 0" }), ["configs"]],
    ["a config that changes no result", config({ enabled: true }), config({}), []],
    ["meta", config({}), config({ meta: { a: 1 } }), []],
    ["the code", {}, { raw_code: "select 2" }, ["body"]],
    ["where its failures are stored", config({ schema: "a" }), config({ schema: "b" }), ["relation"]],
  ];
  it.each(cases)("%s", (_what, before, after, expected) => {
    expect(kinds("test.not_null", before, after)).toEqual(expected);
  });
});

describe("of a source", () => {
  const cases: readonly Case[] = [
    ["the schema", { schema: "a" }, { schema: "b" }, ["relation"]],
    ["the identifier", {}, { identifier: "b" }, ["relation"]],
    ["the quoting", {}, { quoting: { identifier: true } }, ["definition"]],
    ["the field for freshness", {}, { loaded_at_field: "at" }, ["definition"]],
    ["the external table", {}, { external: { location: "s3" } }, ["definition"]],
    ["freshness", {}, { freshness: { warn_after: { count: 1, period: "day" } } }, ["definition"]],
    ["tags, which are a config here", config({}), config({ tags: ["a"] }), ["configs"]],
    ["the description", {}, { description: "b" }, []],
    ["the folder", {}, { fqn: ["shop", "b"] }, ["fqn"]],
  ];
  it.each(cases)("%s", (_what, before, after, expected) => {
    expect(kinds("source.raw.orders", before, after)).toEqual(expected);
  });
});

describe("of an exposure", () => {
  const two = dependsOn("model.a", "model.b");
  const cases: readonly Case[] = [
    ["the owner", { owner: { name: "Ada" } }, { owner: { name: "Bob" } }, ["definition"]],
    ["the type", { type: "notebook" }, { type: "dashboard" }, ["definition"]],
    ["the maturity", {}, { maturity: "low" }, ["definition"]],
    ["the address", {}, { url: "https://reports.example" }, ["definition"]],
    ["the label", {}, { label: "Board" }, ["definition"]],
    ["the description", {}, { description: "b" }, ["definition"]],
    ["what it reads", { depends_on: two }, { depends_on: dependsOn("model.a") }, ["definition"]],
    ["the order of what it reads", { depends_on: two }, { depends_on: dependsOn("model.b", "model.a") }, []],
    ["meta", config({}), config({ meta: { a: 1 } }), ["configs"]],
  ];
  it.each(cases)("%s", (_what, before, after, expected) => {
    expect(kinds("exposure.board", before, after)).toEqual(expected);
  });
});

describe("of other resources", () => {
  const cases: readonly (readonly [string, ...Case])[] = [
    ["metric.sales", "a metric's label", { label: "a" }, { label: "b" }, ["definition"]],
    ["metric.sales", "a metric's type", { type: "simple" }, { type: "ratio" }, ["definition"]],
    ["metric.sales", "a metric's filter", {}, { filter: "x" }, []],
    ["metric.sales", "a metric's group", config({ group: "a" }), config({ group: "b" }), []],
    [
      "semantic_model.sales",
      "a semantic model's measures",
      {},
      { measures: [{ name: "a" }] },
      ["definition"],
    ],
    [
      "semantic_model.sales",
      "a semantic model's rendered config",
      {},
      { config: { meta: { a: 1 } } },
      ["configs"],
    ],
    [
      "saved_query.sales",
      "a saved query's groups",
      {},
      { query_params: { group_by: ["a"] } },
      ["definition"],
    ],
    ["saved_query.sales", "a saved query's limit", {}, { query_params: { limit: 1 } }, []],
    [
      "saved_query.sales",
      "an export's alias",
      { exports: [{ name: "a", unrendered_config: { alias: "x" } }] },
      { exports: [{ name: "a", unrendered_config: { alias: "y" } }] },
      ["definition"],
    ],
    [
      "saved_query.sales",
      "an export's rendered config",
      { exports: [{ name: "a", unrendered_config: {}, config: { schema_name: "x" } }] },
      { exports: [{ name: "a", unrendered_config: {}, config: { schema_name: "y" } }] },
      [],
    ],
    [
      "saved_query.sales",
      "an export's rendered config where there is no other",
      { exports: [{ name: "a", config: { schema_name: "x" } }] },
      { exports: [{ name: "a", config: { schema_name: "y" } }] },
      ["definition"],
    ],
    ["unit_test.orders.works", "a unit test", { checksum: "1" }, { checksum: "2" }, ["definition"]],
    ["unit_test.orders.works", "a unit test's tags", config({}), config({ tags: ["a"] }), []],
    ["function.area", "a function's arguments", {}, { arguments: [{ name: "a" }] }, ["definition"]],
    ["function.area", "a function's code", {}, { raw_code: "b" }, ["body"]],
    [
      "snapshot.orders_history",
      "a snapshot's strategy",
      config({ strategy: "check" }),
      config({}),
      ["configs"],
    ],
  ];
  it.each(cases)("%s: %s", (shortId, _what, before, after, expected) => {
    expect(kinds(shortId, before, after)).toEqual(expected);
  });
});

describe("configs", () => {
  it("are compared as rendered where a manifest has no others", () => {
    const rendered = (materialized: string) => ({ config: { materialized }, unrendered_config: {} });
    expect(kinds("model.orders", rendered("view"), rendered("table"))).toEqual(["configs"]);
  });
});
