import { buildProjectGraph } from "../graph/build-project-graph.ts";
import { parseManifest } from "../read/read-manifest.ts";
import type { ProjectGraph } from "../types/graph.ts";
import type { Json, JsonObject } from "../types/resource.ts";

/** A resource as dbt writes it; what a test does not say is filled in from the id. */
export interface RawResource {
  readonly id: string;
  readonly fields: JsonObject;
}

/** An entry of a manifest: "model.orders" is the model orders of the project shop, with id model.shop.orders. */
export function resource(shortId: string, fields: JsonObject = {}): RawResource {
  const [type = "", ...names] = shortId.split(".");
  const name = names.join(".");
  const path = `${type}s/${name}.sql`;
  return {
    id: `${type}.shop.${name}`,
    fields: {
      name,
      resource_type: type,
      package_name: "shop",
      path: `${name}.sql`,
      original_file_path: path,
      fqn: ["shop", name],
      checksum: { name: "sha256", checksum: `checksum of ${name}` },
      raw_code: `select '${name}'`,
      config: {},
      // One key at least: a manifest without any unrendered config is compared by the rendered ones.
      unrendered_config: { materialized: "view" },
      macro_sql: `{% macro ${name}() %}{% endmacro %}`,
      ...(type === "source" && { source_name: names[0] ?? "", name: names[1] ?? "" }),
      ...fields,
    },
  };
}

/** `depends_on` as dbt writes it, of short ids. */
export function dependsOn(...shortIds: readonly string[]): JsonObject {
  const ids = shortIds.map(fullId);
  const isMacro = (id: string) => id.startsWith("macro.");
  return { macros: ids.filter(isMacro), nodes: ids.filter((id) => !isMacro(id)) };
}

export function fullId(shortId: string): string {
  return resource(shortId).id;
}

const sections: Readonly<Record<string, string>> = {
  macro: "macros",
  source: "sources",
  exposure: "exposures",
  metric: "metrics",
  semantic_model: "semantic_models",
  saved_query: "saved_queries",
  unit_test: "unit_tests",
  function: "functions",
};

/** Reads a manifest of these resources, as dbt would have written it, and builds its graph. */
export function graphOf(
  resources: readonly RawResource[],
  disabled: readonly RawResource[] = [],
): ProjectGraph {
  const manifest: Record<string, Record<string, Json>> = {
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json",
      dbt_version: "1.11.0",
      adapter_type: "postgres",
    },
    nodes: {},
    disabled: Object.fromEntries(disabled.map(({ id, fields }) => [id, [fields]])),
  };
  for (const { id, fields } of resources) {
    const section = sections[id.split(".", 1)[0] ?? ""] ?? "nodes";
    (manifest[section] ??= {})[id] = fields;
  }
  return buildProjectGraph(parseManifest(Buffer.from(JSON.stringify(manifest))));
}
