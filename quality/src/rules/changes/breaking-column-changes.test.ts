import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { exposure, model, seed, semanticModel } from "../../testing/nodes.ts";
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
      expect.stringMatching(/^ has other code .*no catalog has it; used by exposure board \(cannot judge\)$/),
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

  it("cannot judge a model that gives out all columns of one that has other code, through others too", () => {
    const chain = (sql: string, last = "select * from {{ ref('staged') }}") =>
      project([
        model("raw", { sql }),
        model("same"),
        model("staged", { sql: "select * from {{ ref('raw') }}", parents: ["same", "raw"] }),
        model("orders", { sql: last, parents: ["staged"] }),
        board,
      ]);
    expect(found(chain("select 1"), chain("select 2"))).toEqual([
      expect.stringMatching(/^ gives out all columns of what it reads, .* \(cannot judge\)$/),
    ]);
    expect(found(chain("select 1"), chain("select 1"))).toEqual([]);
    const listed = "select id from {{ ref('staged') }}";
    expect(found(chain("select 1", listed), chain("select 2", listed))).toEqual([]);
  });

  it("takes other rows of a seed for no other columns", () => {
    const overSeed = (checksum: string) =>
      project([
        seed("codes", { checksum }),
        model("orders", { sql: "select * from {{ ref('codes') }}", parents: ["seed.shop.codes"] }),
        board,
      ]);
    expect(found(overSeed("1"), overSeed("2"))).toEqual([]);
  });

  it("cannot judge a model that reads all columns of a new one", () => {
    const star = model("orders", { sql: "select * from {{ ref('anew') }}", parents: ["anew"] });
    const side = project([star, model("anew"), board]);
    expect(found(project([star, board]), side)).toEqual([expect.stringContaining("(cannot judge)")]);
  });

  it("says which side's columns it does not know", () => {
    const contracted = side(undefined, { sql: "b", contract: true, columns: { id: "int" } });
    expect(found(side(undefined, { sql: "a" }), contracted)[0]).toContain(
      "it had no contract, and the catalog of the base does not have it",
    );
  });

  it("takes another macro for other code", () => {
    const withMacro = (sql: string) =>
      project([model("orders", { macros: ["star"] }), board], { macros: [macro("star", { macroSql: sql })] });
    expect(found(withMacro("select 1"), withMacro("select 2"))).toHaveLength(1);
    expect(found(withMacro("select 1"), withMacro("select 1"))).toEqual([]);
  });
});
