import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { constraint, type ModelSpec } from "../../testing/specs.ts";
import { breakingContractChanges } from "./breaking-contract-changes.ts";

const notNull = [constraint("not_null")];
const promised: ModelSpec = {
  contract: true,
  columns: { id: { dataType: "integer", constraints: notNull }, name: "varchar(16)" },
};

function found(after: ModelSpec, before = promised, adapter = "postgres"): readonly string[] {
  const board = exposure("board", { parents: ["orders"] });
  const base = project([model("orders", { ...before, checksum: "1" }), board], { adapter });
  const head = project([model("orders", { contract: true, ...after, checksum: "2" }), board], { adapter });
  return checkRule(breakingContractChanges, head, { base }).map(
    ({ column, message }) => `${column === undefined ? "" : `${column} `}${message}`,
  );
}

const used = "; used by exposure board";

describe("breaking-contract-changes", () => {
  it("finds a column that is gone, and names who uses the model", () => {
    expect(found({ columns: { id: { dataType: "integer", constraints: notNull } } })).toEqual([
      `name is gone from the contract${used}`,
    ]);
  });

  it("finds a column of another type, but not of another size", () => {
    const id = { dataType: "integer", constraints: notNull };
    expect(found({ columns: { id, name: "integer" } })).toEqual([
      `name was varchar(16) in the contract and is integer${used}`,
    ]);
    expect(found({ columns: { id, name: "VARCHAR(32)" } })).toEqual([]);
  });

  it("finds a constraint that is gone where the warehouse enforces it", () => {
    const without: ModelSpec = { columns: { id: "integer", name: "varchar(16)" } };
    expect(found(without)).toEqual([`id has lost its enforced constraint not_null${used}`]);
    expect(found({ ...without, materialized: "view" })).toContain(
      `was materialized as table and is as view, which enforces no constraints${used}`,
    );
  });

  it("finds a contract that is switched off", () => {
    expect(found({ ...promised, contract: false })).toEqual([
      `does not enforce its contract any more${used}`,
    ]);
  });

  it("lets new columns, and models without a contract before, pass", () => {
    expect(found({ columns: { ...promised.columns, more: "text" } })).toEqual([]);
    expect(found({ columns: {} }, { columns: { id: "integer" } })).toEqual([]);
    expect(found(promised)).toEqual([]);
  });

  it.each<[string, ModelSpec, object]>([
    [
      "the list of columns",
      { columns: { id: promised.columns?.["id"] ?? "" } },
      { at: "key", path: ["columns"] },
    ],
    ["the column", { columns: { ...promised.columns, name: "integer" } }, { at: "column", column: "name" }],
    ["the contract", { ...promised, contract: false }, { at: "key", path: ["config", "contract"] }],
    [
      "the materialization",
      { columns: { id: "integer", name: "varchar(16)" }, materialized: "view" },
      { at: "key", path: ["config", "materialized"] },
    ],
  ])("points at %s", (_, after, place) => {
    const base = project([model("orders", promised)], { adapter: "postgres" });
    const head = project([model("orders", { contract: true, ...after })], { adapter: "postgres" });
    expect(checkRule(breakingContractChanges, head, { base }).map((finding) => finding.place)).toContainEqual(
      place,
    );
  });

  it("tells two constraints of one column apart", () => {
    const both = { id: { dataType: "integer", constraints: [...notNull, constraint("unique")] } };
    const base = project([model("orders", { contract: true, columns: both })], { adapter: "postgres" });
    const head = project([model("orders", { contract: true, columns: { id: "integer" } })], {
      adapter: "postgres",
    });
    expect(checkRule(breakingContractChanges, head, { base }).map((finding) => finding.key)).toEqual([
      "column_constraint_removed not_null",
      "column_constraint_removed unique",
    ]);
  });

  it("finds a lost constraint of the whole model", () => {
    const key = constraint("primary_key", { columns: ["id"] });
    expect(
      found(
        { columns: { id: "integer" } },
        { contract: true, columns: { id: "integer" }, constraints: [key] },
      ),
    ).toEqual([`has lost its enforced constraint primary_key${used}`]);
  });

  it("has nothing to say of a new model, and names no users where there are none", () => {
    const bare = (spec: ModelSpec) => project([model("orders", spec)]);
    expect(checkRule(breakingContractChanges, bare(promised), { base: project([]) })).toEqual([]);
    const [finding] = checkRule(breakingContractChanges, bare({}), { base: bare(promised) });
    expect(finding?.message).toBe("does not enforce its contract any more");
  });
});
