import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model, seed, snapshot, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { removedInterfaces } from "./removed-interfaces.ts";

const used = [model("orders"), exposure("board", { parents: ["orders"] })];

function found(
  head: ReturnType<typeof project>,
  base = project(used),
  renamed?: ReadonlyMap<string, string>,
) {
  return checkRule(removedInterfaces, head, { base, ...(renamed && { renamed }) }).map(
    ({ subject, message }) => `${subject.name} ${message}`,
  );
}

describe("removed-interfaces", () => {
  it("finds a removed model that an exposure reads", () => {
    expect(found(project([]))).toEqual(["orders is removed; used by exposure board"]);
    expect(found(project(used))).toEqual([]);
  });

  it("says that a model is disabled", () => {
    expect(found(project([], { disabled: [model("orders")] }))).toEqual([
      "orders is disabled; used by exposure board",
    ]);
  });

  it("finds a removed model that is public or has a contract, and no other", () => {
    expect(found(project([]), project([model("orders", { access: "public" })]))).toHaveLength(1);
    expect(found(project([]), project([model("orders", { contract: true })]))).toEqual([
      "orders is removed; under a contract",
    ]);
    const deprecated = model("orders", { contract: true, deprecationDate: "2026-01-01" });
    expect(found(project([]), project([deprecated]))).toEqual([]);
    expect(found(project([]), project([model("orders"), model("report", { parents: ["orders"] })]))).toEqual(
      [],
    );
  });

  it("finds a public model that is protected or private now, and no other change of access", () => {
    const withAccess = (access: "public" | "protected" | "private") => project([model("orders", { access })]);
    for (const access of ["protected", "private"] as const) {
      expect(found(withAccess(access), withAccess("public"))).toEqual([
        "orders is not public any more, so no other project can refer to it; used by others, as it is public",
      ]);
    }
    expect(found(withAccess("public"), withAccess("public"))).toEqual([]);
    expect(found(withAccess("private"), withAccess("protected"))).toEqual([]);
  });

  it("finds a renamed model, unless its relation keeps the old name", () => {
    const renamed = new Map([["model.shop.sales", "model.shop.orders"]]);
    expect(found(project([model("sales")]), project(used), renamed)).toEqual([
      "sales was orders and is sales now; used by exposure board",
    ]);
    expect(found(project([model("sales", { alias: "orders" })]), project(used), renamed)).toEqual([]);
    expect(found(project([model("sales", { alias: "ORDERS" })]), project(used), renamed)).toEqual([]);
  });

  it("takes another target's schema for no rename", () => {
    expect(found(project([model("orders", { schema: "dev_ada" })]))).toEqual([]);
  });

  it("finds another alias of a model that keeps its name", () => {
    expect(found(project([model("orders", { alias: "sales" })]))).toEqual([
      "orders was orders and is sales now; used by exposure board",
    ]);
  });

  it("lets another type of node take over the table, but not a contract", () => {
    expect(found(project([snapshot("orders")]))).toEqual([]);
    expect(found(project([seed("orders")]), project([model("orders", { contract: true })]))).toEqual([
      "orders is a seed now, without a contract; under a contract",
    ]);
  });

  it("lets a model under a contract have another name, if its relation keeps the old one", () => {
    const contract = { contract: true, sql: "select 1" };
    const kept = project([model("sales", { ...contract, alias: "orders" })]);
    expect(found(kept, project([model("orders", contract)]))).toEqual([]);
  });

  it("finds a model that is ephemeral now, and was not", () => {
    const ephemeral = project([model("orders", { materialized: "ephemeral" }), ...used.slice(1)]);
    expect(found(ephemeral)).toEqual([
      "orders is ephemeral now, and has no table any more; used by exposure board",
    ]);
    expect(found(ephemeral, ephemeral)).toEqual([]);
  });

  it("looks at seeds and snapshots too, but not at sources", () => {
    const nodes = [seed("codes"), snapshot("history"), source("raw.orders")];
    const readers = ["codes", "history", "raw.orders"].map((of, at) =>
      exposure(`board_${at}`, { parents: [of] }),
    );
    expect(found(project([]), project([...nodes, ...readers]))).toEqual([
      "codes is removed; used by exposure board_0",
      "history is removed; used by exposure board_1",
    ]);
  });

  it("points at the file that described what is gone, and at the code of what has another name", () => {
    const placesOf = (head: ReturnType<typeof project>, base = project(used)) =>
      checkRule(removedInterfaces, head, { base }).map((finding) => finding.place);
    expect(placesOf(project([]))).toEqual([{ at: "file", file: "models/_models.yml" }]);
    const bare = project([model("orders", { yaml: null, access: "public" })]);
    expect(placesOf(project([]), bare)).toEqual([{ at: "file", file: "models/orders.sql" }]);
    expect(placesOf(project([model("orders", { alias: "sales" })]))).toEqual([{ at: "code" }]);
  });
});
