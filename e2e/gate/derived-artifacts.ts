import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** The parts of a manifest that the other artifacts are made of. */
interface RawManifest {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nodes: Readonly<Record<string, RawNode>>;
  readonly sources: Readonly<Record<string, RawNode>>;
}

interface RawNode {
  readonly resource_type: string;
  readonly name: string;
  readonly schema: string;
  readonly columns: Readonly<Record<string, { readonly name: string; readonly data_type?: string | null }>>;
}

const generatedAt = "2026-01-02T03:04:05Z";

/**
 * Writes catalog, run results and sources as dbt would write them after a run of the project: every column is in
 * the warehouse with its declared type and one more that no YAML names, and a few things failed.
 */
export function writeDerivedArtifacts(targetDir: string, manifest: RawManifest): void {
  const write = (file: string, schema: string, body: object): void =>
    writeFileSync(
      join(targetDir, file),
      JSON.stringify({
        metadata: {
          dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
          dbt_version: manifest.metadata["dbt_version"],
          generated_at: generatedAt,
          invocation_id: "run",
          env: {},
        },
        ...body,
      }),
    );
  const isTable = (node: RawNode): boolean => ["model", "seed", "snapshot"].includes(node.resource_type);
  write("catalog.json", "catalog/v1", {
    nodes: tablesOf(Object.entries(manifest.nodes).filter(([, node]) => isTable(node))),
    sources: tablesOf(Object.entries(manifest.sources)),
    errors: null,
  });
  write("run_results.json", "run-results/v6", {
    results: Object.entries(manifest.nodes).map(([id, node], index) => runResult(id, node, index)),
    elapsed_time: 12.5,
    args: { which: "build" },
  });
  write("sources.json", "sources/v3", {
    results: Object.keys(manifest.sources).map((id, index) => freshness(id, index)),
    elapsed_time: 1.5,
  });
}

function tablesOf(entries: readonly (readonly [string, RawNode])[]): Record<string, object> {
  return Object.fromEntries(
    entries.map(([id, node]) => {
      const columns = [...Object.values(node.columns), { name: "not_in_yaml" }];
      const table = {
        metadata: { type: "BASE TABLE", schema: node.schema, name: node.name, database: "warehouse" },
        columns: Object.fromEntries(
          columns.map(({ name, ...column }, index) => {
            const type = "data_type" in column ? column.data_type : undefined;
            return [name, { name, type: type ?? "VARCHAR", index: index + 1, comment: null }];
          }),
        ),
        stats: {},
        unique_id: id,
      };
      return [id, table];
    }),
  );
}

function runResult(id: string, node: RawNode, index: number): object {
  const isTest = node.resource_type === "test";
  const good = isTest ? "pass" : "success";
  const status = index % 17 === 3 ? (isTest ? "fail" : "error") : index % 19 === 5 ? "skipped" : good;
  return {
    unique_id: id,
    status,
    execution_time: (index % 50) / 2,
    failures: status === "fail" ? index : isTest ? 0 : null,
    message: status === good ? null : `It said ${status}.`,
    timing: [{ name: "execute", started_at: generatedAt, completed_at: generatedAt }],
    thread_id: "Thread-1",
    adapter_response: { rows_affected: index },
    relation_name: null,
    compiled: true,
    compiled_code: null,
  };
}

function freshness(id: string, index: number): object {
  if (index % 7 === 2) return { unique_id: id, status: "runtime error", error: "There is no such table." };
  return {
    unique_id: id,
    status: index % 5 === 1 ? "warn" : "pass",
    max_loaded_at: "2026-01-01T00:00:00Z",
    snapshotted_at: generatedAt,
    max_loaded_at_time_ago_in_s: 97_445.0,
    criteria: { warn_after: { count: 1, period: "day" }, error_after: null, filter: null },
    adapter_response: {},
    timing: [],
    thread_id: "Thread-1",
    execution_time: 0.1,
  };
}
