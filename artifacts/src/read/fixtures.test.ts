import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { buildProjectGraph } from "../graph/build-project-graph.ts";
import { readCatalog } from "./read-catalog.ts";
import { readManifest } from "./read-manifest.ts";
import { readRunResults } from "./read-run-results.ts";
import { readSources } from "./read-sources.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const open = (version: string) => ({
  manifest: readManifest(join(fixtures, version, "manifest.json")),
  catalog: readCatalog(join(fixtures, version, "catalog.json")),
  runResults: readRunResults(join(fixtures, version, "run_results.json")),
  sources: readSources(join(fixtures, version, "sources.json")),
});

/** Each dbt version, its manifest's schema, and what the project could first say with it. */
const versions: readonly (readonly [version: string, schema: number, added: readonly string[]])[] = [
  ["1.3", 7, []],
  ["1.4", 8, []],
  [
    "1.5",
    9,
    [
      "model.shop.dim_products.v1",
      "model.shop.dim_products.v2",
      "model.shop.fct_revenue",
      "test.shop.unique_dim_products_v1_product_id.ea942da4f6",
      "test.shop.unique_dim_products_v2_product_id.1780f54f1c",
    ],
  ],
  [
    "1.6",
    10,
    ["model.shop.legacy_revenue", "model.shop.metricflow_time_spine", "semantic_model.shop.orders"],
  ],
  ["1.7", 11, ["saved_query.shop.orders_by_day"]],
  ["1.8", 12, ["unit_test.shop.stg_orders.cents_become_units"]],
  ["1.9", 12, []],
  ["1.10", 12, []],
  ["1.11", 12, ["function.shop.add_tax"]],
  ["1.12", 12, []],
  ["2.0", 12, []],
];
const first = open("1.3");

describe.each(versions)("the artifacts of dbt %s", (version, schema, added) => {
  const { manifest, catalog, runResults, sources } = open(version);
  const graph = buildProjectGraph(manifest);

  it("hold the nodes of the version before it, and those it adds", () => {
    const until = versions.slice(0, versions.findIndex(([name]) => name === version) + 1);
    const before = until.flatMap(([, , nodes]) => nodes);
    expect([...manifest.nodes.keys()].toSorted()).toEqual(
      [...first.manifest.nodes.keys(), ...before].toSorted(),
    );
    expect(added.every((id) => manifest.nodes.has(id))).toBe(true);
    expect(manifest.unknownResourceTypes).toEqual([]);
  });

  it("say which dbt wrote them", () => {
    expect(manifest.metadata).toMatchObject({
      schemaVersion: schema,
      projectName: "shop",
      adapterType: "duckdb",
    });
    for (const { metadata } of [manifest, catalog, runResults, sources]) {
      expect(metadata.dbtVersion.startsWith(`${version}.`)).toBe(true);
    }
  });

  it("give the same facts wherever dbt wrote them at the time", () => {
    const { nodes, macros, disabled, selectors } = manifest;
    expect(nodes.get("model.shop.fct_orders")).toMatchObject({
      originalFilePath: "models/marts/fct_orders.sql",
      patchPath: "models/marts/_marts__models.yml",
      config: { enabled: true, materialized: "incremental", uniqueKey: ["order_id"] },
    });
    expect(nodes.get("model.shop.stg_orders")).toMatchObject({
      rawCode: expect.stringContaining("select"),
      language: "sql",
      dependsOn: { nodes: ["source.shop.raw.orders"] },
    });
    expect(nodes.get("source.shop.raw.orders")).toMatchObject({
      sourceName: "raw",
      relation: { identifier: "raw_orders" },
      sourceMeta: { owner: "data-engineering" },
      freshness: {
        warnAfter: { count: 12, period: "hour" },
        errorAfter: { count: 2, period: "day" },
      },
    });
    expect(nodes.get("source.shop.raw.customers")).toMatchObject({ freshness: undefined });
    expect([...macros.keys()].filter((id) => id.startsWith("macro.shop."))).toEqual(
      [...first.manifest.macros.keys()].filter((id) => id.startsWith("macro.shop.")),
    );
    expect(disabled.map((node) => node.uniqueId)).toEqual(["model.shop.old_orders"]);
    expect([...selectors.keys()]).toEqual([...first.manifest.selectors.keys()]);
  });

  it("join the tests with what they test", () => {
    const tested = graph.testsOf("model.shop.stg_orders").map((test) => test.testMetadata?.name ?? "");
    expect(tested.toSorted()).toEqual(["is_positive", "not_null", "relationships", "unique"]);
    expect(graph.testsOf("model.shop.stg_customers").map((test) => test.columnName)).toEqual([
      "customer_id",
      "customer_id",
    ]);
  });

  it("tell how the run went", () => {
    const results = runResults.results.filter(({ uniqueId }) => manifest.nodes.has(uniqueId));
    expect(results.length).toBeGreaterThan(20);
    expect(runResults.args["which"]).toBe("build");
    expect(results.every(({ executionTimeSeconds }) => executionTimeSeconds === 0.5)).toBe(true);
    const freshness = new Map(sources.results.map(({ uniqueId, status }) => [uniqueId, status]));
    expect(freshness.get("source.shop.raw.orders")).toBe("error");
    // Where the table is not there; newer versions leave it out.
    expect([undefined, "runtime error"]).toContain(freshness.get("source.shop.raw.refunds"));
  });

  it("know the columns in the warehouse", () => {
    expect(catalog.errors).toEqual([]);
    const columns = catalog.tables.get("model.shop.stg_orders")?.columns ?? [];
    expect(columns.map(({ name }) => name)).toEqual([
      "order_id",
      "customer_id",
      "status",
      "amount",
      "ordered_at",
    ]);
    expect(columns.at(-1)?.type).toBe("DATE");
    for (const id of catalog.tables.keys()) expect(manifest.nodes.has(id)).toBe(true);
  });
});

describe("the fixtures", () => {
  it("are of every version from the oldest that is read to dbt 2", () => {
    expect(new Set(versions.map(([, schema]) => schema))).toEqual(new Set([7, 8, 9, 10, 11, 12]));
  });
});
