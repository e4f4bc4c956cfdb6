import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model, semanticModel } from "../../testing/nodes.ts";
import { macro, project, type CatalogSpec } from "../../testing/project.ts";
import type { ModelSpec } from "../../testing/specs.ts";
import { breakingColumnChanges } from "./breaking-column-changes.ts";

const board = exposure("board", { parents: ["orders"] });

function side(columns: CatalogSpec[string] | undefined, spec: ModelSpec = {}, users = [board]) {
  return project([model("orders", spec), ...users], columns && { catalog: { orders: columns } });
}

function found(before: ReturnType<typeof side>, after: ReturnType<typeof side>): readonly string[] {
  return checkRule(breakingColumnChanges, after, { base: before }).map(
    ({ column, message, cannotJudge }) => `${column ?? ""} ${message}${cannotJudge ? " (cannot judge)" : ""}`,
  );
}

describe("breaking-column-changes", () => {
  it("finds a column that is gone, and names who uses the model", () => {
    expect(found(side({ id: "INTEGER", amount: "DECIMAL" }), side({ id: "INTEGER" }))).toEqual([
      "amount is gone; used by exposure board",
    ]);
  });

  it("finds a column of another type, without regard to size and case", () => {
    expect(found(side({ id: "INTEGER" }), side({ ID: "VARCHAR" }))).toEqual([
      "ID was INTEGER and is VARCHAR; used by exposure board",
    ]);
    expect(found(side({ id: "VARCHAR(16)" }), side({ id: "varchar(32)" }))).toEqual([]);
  });

  it("lets new columns and another order pass", () => {
    expect(found(side({ a: "INT", b: "INT" }), side({ b: "INT", a: "INT", c: "INT" }))).toEqual([]);
  });

  it("looks only at models that somebody outside uses", () => {
    const before = { id: "INT" };
    const after = { other: "INT" };
    expect(found(side(before, {}, []), side(after, {}, []))).toEqual([]);
    expect(found(side(before, { access: "public" }, []), side(after, {}, []))[0]).toContain(
      "as it is public",
    );
    const semantic = project([model("orders"), semanticModel("sales", { parents: ["orders"] })], {
      catalog: { orders: before },
    });
    expect(found(semantic, side(after))[0]).toContain("used by semantic model sales");
  });

  it("leaves models with a contract to the rule about contracts", () => {
    expect(found(side({ id: "INT" }, { contract: true }), side({ other: "INT" }))).toEqual([]);
  });

  it("cannot judge a changed model without a catalog of both sides", () => {
    const unknown = found(side(undefined, { sql: "select 1" }), side(undefined, { sql: "select 2" }));
    expect(unknown).toEqual([
      expect.stringMatching(/no catalog has it; used by exposure board \(cannot judge\)/),
    ]);
    expect(found(side(undefined, { sql: "a" }), side({ id: "INT" }, { sql: "b" }))[0]).toContain(
      "of the base",
    );
    expect(found(side({ id: "INT" }, { sql: "a" }), side(undefined, { sql: "b" }))[0]).toContain("of head");
    expect(found(side(undefined), side(undefined))).toEqual([]);
  });

  it("finds a column that a contract, which is new on head, leaves out", () => {
    const contracted = (names: Record<string, string>) =>
      side(undefined, { sql: "b", contract: true, columns: names });
    const before = side({ id: "INTEGER", amount: "DECIMAL" }, { sql: "a" });
    expect(found(before, contracted({ id: "int" }))).toEqual(["amount is gone; used by exposure board"]);
    expect(found(before, contracted({ id: "int", amount: "decimal" }))).toEqual([]);
  });

  it("names a declared column of which it cannot tell whether it is still there", () => {
    const before: ModelSpec = { sql: "a", columns: { id: "integer", amount: "integer" } };
    const after: ModelSpec = { sql: "b", columns: { id: "integer" } };
    expect(found(side(undefined, before), side(undefined, after))).toEqual([
      expect.stringMatching(/^amount is no longer declared, .* \(cannot judge\)$/),
    ]);
  });

  it("says of a column that is declared with another type what it is, and only warns", () => {
    const before: ModelSpec = { sql: "a", columns: { id: "integer" } };
    const after: ModelSpec = { sql: "b", columns: { id: "text" } };
    const [finding] = checkRule(breakingColumnChanges, side(undefined, after), {
      base: side(undefined, before),
    });
    expect(finding?.message).toMatch(/^is declared with another type, /);
    expect(finding).toMatchObject({ cannotJudge: true, severity: "warn", place: { at: "code" } });
    const [gone] = checkRule(breakingColumnChanges, side({ id: "INT" }), { base: side({ x: "INT" }) });
    expect(gone).toMatchObject({ cannotJudge: false, severity: undefined, place: { at: "code" } });
  });

  it("takes another macro for other code", () => {
    const withMacro = (sql: string) =>
      project([model("orders", { macros: ["star"] }), board], { macros: [macro("star", { macroSql: sql })] });
    expect(found(withMacro("select 1"), withMacro("select 2"))).toHaveLength(1);
    expect(found(withMacro("select 1"), withMacro("select 1"))).toEqual([]);
  });
});
