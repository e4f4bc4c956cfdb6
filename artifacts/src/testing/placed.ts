import type { Placed } from "../position/types.ts";
import type { DataTest } from "../types/nodes.ts";
import type { JsonObject } from "../types/resource.ts";

/** A resource by its id, with its YAML file and its code. */
export function placed(id: string, yaml: string | undefined, code = yaml ?? ""): Placed {
  const [resourceType = "", packageName = "", ...names] = id.split(".");
  const name = names.at(-1) ?? "";
  return { uniqueId: id, resourceType, packageName, name, originalFilePath: code, patchPath: yaml };
}

/** A generic test that is written in models/_models.yml. */
export function genericTest(
  macro: string,
  columnName: string | undefined,
  given: JsonObject,
  name = "a_test",
  attachedNode = "model.shop.orders",
): DataTest {
  return {
    ...placed(`test.shop.${name}`, undefined, "models/_models.yml"),
    resourceType: "test",
    path: `${name}.sql`,
    patchPath: undefined,
    fqn: ["shop", name],
    description: "",
    tags: [],
    meta: {},
    config: {
      enabled: true,
      materialized: "test",
      uniqueKey: [],
      incrementalStrategy: undefined,
      onSchemaChange: undefined,
      fullRefresh: undefined,
      persistDocs: { relation: false, columns: false },
      values: {},
      unrendered: {},
    },
    group: undefined,
    dependsOn: { nodes: [attachedNode], macros: [] },
    rawCode: "",
    kind: "generic",
    testMetadata: { name: macro, namespace: undefined, arguments: given },
    columnName,
    attachedNode,
    severity: "error",
    where: undefined,
    limit: undefined,
    warnIf: "!= 0",
    errorIf: "!= 0",
    failCalc: "count(*)",
  };
}
