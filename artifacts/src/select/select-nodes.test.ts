import { describe, expect, it } from "vitest";

import { ArtifactError } from "../errors.ts";
import { compareState } from "../state/compare-state.ts";
import { dependsOn, fullId, graphOf, resource } from "../testing/raw-manifest.ts";
import type { RunResults, SourceResults } from "../types/results.ts";
import { selectNodes } from "./select-nodes.ts";
import type { SelectOptions } from "./select-nodes.ts";

const test = (name: string, ...tested: readonly string[]) =>
  resource(`test.${name}`, {
    depends_on: dependsOn(...tested),
    test_metadata: { name: "not_null", kwargs: {} },
  });

/** raw.orders -> stg_orders -> orders -> board, with customers beside them. */
const graph = graphOf([
  resource("source.raw.orders", { tags: ["nightly"] }),
  resource("model.stg_orders", {
    fqn: ["shop", "staging", "stg_orders"],
    original_file_path: "models/staging/stg_orders.sql",
    patch_path: "shop://models/staging/_staging.yml",
    depends_on: dependsOn("source.raw.orders"),
    tags: ["nightly"],
    config: { materialized: "view", meta: { owner: "sales" } },
  }),
  resource("model.stg_customers", {
    fqn: ["shop", "staging", "stg_customers"],
    original_file_path: "models/staging/stg_customers.sql",
    config: { meta: { größe: "xl" } },
  }),
  resource("model.orders", {
    fqn: ["shop", "marts", "orders"],
    original_file_path: "models/marts/orders.sql",
    depends_on: dependsOn("model.stg_orders", "model.stg_customers"),
    access: "public",
    config: { materialized: "table", group: "sales", grants: { select: ["reader"] } },
  }),
  resource("seed.codes", { original_file_path: "seeds/codes.csv" }),
  resource("snapshot.history", { depends_on: dependsOn("model.orders") }),
  resource("metric.revenue", { depends_on: dependsOn("model.orders") }),
  resource("semantic_model.sales", { depends_on: dependsOn("model.orders") }),
  resource("saved_query.weekly", { depends_on: dependsOn("metric.revenue") }),
  resource("exposure.board", { depends_on: dependsOn("model.orders") }),
  test("orders_not_null", "model.orders"),
  test("orders_match", "model.orders", "model.stg_orders"),
]);

function selected(select: string, options: SelectOptions = {}): readonly string[] {
  return [...selectNodes(graph, { select: [select], ...options })]
    .map((id) =>
      id
        .split(".")
        .filter((part) => part !== "shop")
        .slice(1)
        .join("."),
    )
    .toSorted();
}

describe("a selector selects", () => {
  it.each([
    ["orders", "orders orders_match orders_not_null"],
    ["shop.marts", "orders orders_match orders_not_null"],
    ["staging.*", "orders_match stg_customers stg_orders"],
    ["stg_*", "orders_match stg_customers stg_orders"],
    ["raw.orders", ""],
    ["tag:nightly", "orders_match raw.orders stg_orders"],
    ["source:raw", "raw.orders"],
    ["source:raw.*", "raw.orders"],
    ["source:shop.raw.orders", "raw.orders"],
    ["source:other.raw.orders", ""],
    ["path:models/staging", "orders_match stg_customers stg_orders"],
    ["path:./models/staging/", "orders_match stg_customers stg_orders"],
    ["models/staging/_staging.yml", "orders_match stg_orders"],
    ["models/*/orders.sql", "orders orders_match orders_not_null"],
    ["models/{staging,marts}", ""],
    ["models/[!s]*", "orders orders_match orders_not_null"],
    ["models//staging", "orders_match stg_customers stg_orders"],
    ["codes.csv", "codes"],
    ["file:codes", "codes"],
    ["config.materialized:table", "orders orders_match orders_not_null"],
    ["config.meta.owner:sales", "orders_match stg_orders"],
    ["config.grants.select:reader", "orders orders_match orders_not_null"],
    ["config.grants.select.more:reader", ""],
    ["config.grants.select.0:reader", ""],
    ["config.meta.größe:xl", "stg_customers"],
    ["group:sal*", "orders orders_match orders_not_null"],
    ["access:public", "orders orders_match orders_not_null"],
    ["metric:revenue", "revenue"],
    ["semantic_model:shop.sales", "sales"],
    ["saved_query:week*", "weekly"],
    ["exposure:board", "board"],
    ["resource_type:snapshot", "history"],
    ["test_name:not_null,orders_match", "orders_match"],
    ["package:shop,resource_type:seed", "codes"],
  ])("%s: %s", (select, names) => {
    expect(selected(select)).toEqual(names.split(" ").filter(Boolean));
  });
});

describe("operators", () => {
  it.each([
    ["+stg_orders", "orders_match raw.orders stg_orders"],
    ["source:raw+1", "orders_match raw.orders stg_orders"],
    ["1+orders,resource_type:model", "orders orders_match orders_not_null stg_customers stg_orders"],
    ["0+orders,resource_type:model", "orders orders_match orders_not_null"],
    ["stg_orders+,resource_type:saved_query", "weekly"],
    ["@stg_orders,resource_type:model", "orders orders_match orders_not_null stg_customers stg_orders"],
    ["codes history", "codes history"],
    ["codes,history", ""],
    ["codes\n  history", "codes history"],
    // A test of both comes along with each, and is therefore in both.
    ["orders,stg_orders", "orders_match"],
  ])("%j: %s", (select, names) => {
    expect(selected(select)).toEqual(names.split(" ").filter(Boolean));
  });

  it("exclude takes away what is selected, with its tests", () => {
    expect(selected("staging orders", { exclude: ["orders"] })).toEqual(["stg_customers", "stg_orders"]);
  });

  it("of nothing select everything", () => {
    expect(selectNodes(graph, {}).size).toBe(graph.nodes.length);
    expect(selectNodes(graph, { exclude: ["resource_type:model+"] })).toEqual(
      new Set([fullId("source.raw.orders"), fullId("seed.codes")]),
    );
  });
});

describe("what differs from other artifacts is selected", () => {
  it("by state", () => {
    const base = graphOf([resource("seed.codes", { original_file_path: "seeds/codes.csv" })]);
    const state = compareState(base, graph);
    expect(selected("state:old", { state })).toEqual(["codes"]);
    expect(selected("state:new,resource_type:snapshot", { state })).toEqual(["history"]);
  });

  it("by result", () => {
    const results: RunResults = {
      metadata: { schemaVersion: 6, dbtVersion: "1.11.0", generatedAt: undefined, invocationId: undefined },
      elapsedTimeSeconds: 1,
      results: ["error", "success"].map((status, index) => ({
        uniqueId: fullId(index === 0 ? "model.stg_customers" : "model.orders"),
        status,
        executionTimeSeconds: 1,
        message: undefined,
        failures: undefined,
        relationName: undefined,
        timing: [],
        adapterResponse: {},
      })),
      args: {},
    };
    expect(selected("result:error", { results })).toEqual(["stg_customers"]);
    expect(selected("result:error+,exposure:*", { results })).toEqual(["board"]);
  });
});

describe("the sources with newer rows than the base's are selected", () => {
  const freshness = (loaded: string | undefined): SourceResults => ({
    metadata: { schemaVersion: 3, dbtVersion: "1.11.0", generatedAt: undefined, invocationId: undefined },
    results: [
      {
        uniqueId: fullId("source.raw.orders"),
        status: loaded === undefined ? "runtime error" : "pass",
        maxLoadedAt: loaded,
        snapshottedAt: undefined,
        ageSeconds: undefined,
        error: undefined,
      },
    ],
  });
  const [friday, monday] = [freshness("2026-01-02T08:00:00Z"), freshness("2026-01-05T07:00:00+00:00")];
  const unknown = freshness(undefined);

  it.each([
    ["newer", friday, monday, ["raw.orders"]],
    ["as old", friday, friday, []],
    ["older", monday, friday, []],
    ["new", { ...friday, results: [] }, friday, ["raw.orders"]],
    ["not known before", unknown, friday, ["raw.orders"]],
    ["not known now", friday, unknown, []],
  ])("%s", (_, baseSources, sources, names) => {
    expect(selected("source_status:fresher", { baseSources, sources })).toEqual(names);
  });

  it("if both are there", () => {
    const error = expect.objectContaining({ code: "SELECTOR_NEEDS_RESULTS" });
    expect(() => selected("source_status:fresher", { sources: friday })).toThrow(error);
    expect(() => selected("source_status:fresher", { baseSources: friday })).toThrow(error);
  });
});

describe("a selector is refused", () => {
  it.each([
    ["tga:nightly", "SELECTOR_UNKNOWN_METHOD", /"tga:nightly".* "tga"/],
    ["constructor:x", "SELECTOR_UNKNOWN_METHOD", /"constructor"/],
    ["tag:", "SELECTOR_SYNTAX", /no value/],
    ["a,,b", "SELECTOR_SYNTAX", /no value/],
    ["@orders+", "SELECTOR_SYNTAX", /exclude each other/],
    ["config:table", "SELECTOR_SYNTAX", /needs a key/],
    ["source:a.b.c.d", "SELECTOR_SYNTAX", /package\.source\.table/],
    ["exposure:a.b.c", "SELECTOR_SYNTAX", /package\.name/],
    ["resource_type:table", "SELECTOR_SYNTAX", /one of model/],
    ["test_type:slow", "SELECTOR_SYNTAX", /one of generic/],
    ["version:first", "SELECTOR_SYNTAX", /one of latest/],
    ["state:new", "SELECTOR_NEEDS_STATE", /there is none/],
    ["source_status:stale", "SELECTOR_SYNTAX", /expected fresher/],
    ["result:error", "SELECTOR_NEEDS_RESULTS", /there are none/],
  ])("%s: %s", (select, code, message) => {
    const error = errorOf(select);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
  });

  it("with the method that was probably meant", () => {
    expect(errorOf("tga:nightly").hint).toMatch(/^Use one of fqn, tag, .*\. Did you mean tag\?$/);
    expect(errorOf("Resource_Type:model").hint).toContain("Did you mean resource_type?");
    expect(errorOf("somewhere:model").hint).not.toContain("Did you mean");
  });

  it("for an unknown kind of state", () => {
    const state = compareState(graph, graph);
    expect(() => selected("state:modified.name", { state })).toThrow(/expected one of .*modified\.body/);
  });
});

function errorOf(select: string): ArtifactError {
  try {
    selected(select);
  } catch (error) {
    if (error instanceof ArtifactError) return error;
    throw error;
  }
  throw new Error(`${select} was accepted`);
}
