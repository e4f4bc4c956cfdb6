import type { StateComparison } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { exposure, metric, model, test } from "../testing/nodes.ts";
import { group, project } from "../testing/project.ts";
import { describeChanges } from "./describe-changes.ts";

const nodes = [
  model("orders"),
  model("sales", { parents: ["orders"], group: "finance" }),
  test("unique", "orders", "id"),
  metric("revenue", { parents: ["sales"] }),
  exposure("board", { parents: ["sales"], owner: { name: "Bo", emails: ["bo@example.com"] } }),
];
const head = project(nodes, { groups: [group("finance")] }).graph;
const base = project([...nodes, model("old"), model("report", { parents: ["old"] })]).graph;

const none: StateComparison = {
  added: new Set(),
  removed: new Set(),
  modified: new Map(),
  renamed: [],
  usesChangedMacro: new Set(),
};

describe("describeChanges", () => {
  it("names everything downstream of a change, and every owner once", () => {
    const modified = new Map([["model.shop.orders", new Set(["contract", "body"] as const)]]);
    expect(describeChanges("shop", head, base, { ...none, modified }, () => true)).toEqual([
      {
        project: "shop",
        uniqueId: "model.shop.orders",
        resourceType: "model",
        name: "orders",
        kind: "modified",
        modified: ["body", "contract"],
        from: undefined,
        impact: {
          models: ["sales"],
          exposures: ["board"],
          metrics: ["revenue"],
          owners: ["Ada", "Bo <bo@example.com>"],
        },
      },
    ]);
  });

  it("names which version of a model is downstream", () => {
    const versions = [1, 2].map((version) =>
      model("orders", { version: `${version}`, parents: ["stg_orders"] }),
    );
    const graph = project([model("stg_orders"), ...versions]).graph;
    const modified = new Map([["model.shop.stg_orders", new Set(["body"] as const)]]);
    const [change] = describeChanges("shop", graph, graph, { ...none, modified }, () => true);
    expect(change?.impact.models).toEqual(["orders.v1", "orders.v2"]);
  });

  it("takes a removed node's downstream from the base", () => {
    const [change] = describeChanges(
      "shop",
      head,
      base,
      { ...none, removed: new Set(["model.shop.old"]) },
      () => true,
    );
    expect(change).toMatchObject({ kind: "removed", impact: { models: ["report"] } });
  });

  it("lists a renamed node once, with its old id", () => {
    const modified = new Map([["model.shop.orders", new Set(["body"] as const)]]);
    const renamed = [{ from: "model.shop.old", to: "model.shop.orders" }];
    const changes = describeChanges("shop", head, base, { ...none, modified, renamed }, () => true);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ kind: "renamed", from: "model.shop.old", modified: ["body"] });
  });

  it("leaves out tests and what is not judged", () => {
    const added = new Set(["test.shop.unique_orders_id.0123456789", "model.shop.orders"]);
    expect(describeChanges("shop", head, base, { ...none, added }, () => true)).toHaveLength(1);
    expect(describeChanges("shop", head, base, { ...none, added }, () => false)).toEqual([]);
  });
});
