import { describe, expect, it } from "vitest";

import { graphOf, resource, type RawResource } from "../testing/raw-manifest.ts";
import type { JsonObject } from "../types/resource.ts";
import { parseManifest } from "./read-manifest.ts";

/** The MD5 of "shop". */
const shopId = "fb54f3c5992b96d001bb16e8e92d968d";
const ofPackage = (shortId: string): RawResource => resource(shortId, { package_name: "audit_tools" });

/** The project's name in a manifest of dbt 1.5 with these nodes. */
function projectName(
  nodes: readonly RawResource[],
  metadata: JsonObject = {},
  sections: JsonObject = {},
): string | undefined {
  const manifest = {
    metadata: {
      dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v9.json",
      dbt_version: "1.5.0",
      ...metadata,
    },
    nodes: Object.fromEntries(nodes.map(({ id, fields }) => [id, fields])),
    ...sections,
  };
  return parseManifest(Buffer.from(JSON.stringify(manifest))).metadata.projectName;
}

describe("the name of the root project", () => {
  const nodes = [ofPackage("model.first"), ofPackage("model.second"), resource("model.orders")];

  it("is the one that the manifest gives", () => {
    expect(projectName(nodes, { project_name: "bakery", project_id: shopId })).toBe("bakery");
  });

  it("is found by its hash, also where an installed package has more nodes", () => {
    expect(projectName(nodes, { project_id: shopId })).toBe("shop");
  });

  it("is found by its hash where the project has macros only", () => {
    const { id, fields } = resource("macro.cents");
    const sections = { macros: { [id]: fields } };
    expect(projectName([ofPackage("model.first")], { project_id: shopId }, sections)).toBe("shop");
  });

  it("is the package of most nodes where no hash tells", () => {
    expect(projectName(nodes)).toBe("audit_tools");
    expect(projectName(nodes, { project_id: "of another project" })).toBe("audit_tools");
    expect(projectName([])).toBeUndefined();
  });
});

describe("what a node depends on", () => {
  it("leaves out the null that dbt writes for the macro of a test that does not exist", () => {
    const test = resource("test.is_odd", {
      depends_on: { macros: [null, "macro.dbt.get_where_subquery"], nodes: ["model.shop.orders"] },
    });
    const [node] = graphOf([test]).manifest.nodes.values();
    expect(node?.dependsOn).toEqual({
      macros: ["macro.dbt.get_where_subquery"],
      nodes: ["model.shop.orders"],
    });
  });

  it("has to be named in texts", () => {
    const test = resource("test.is_odd", { depends_on: { macros: [null, 5], nodes: [] } });
    expect(() => graphOf([test])).toThrow(/depends_on.macros.*: expected a list of strings/);
  });
});
