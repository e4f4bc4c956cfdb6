import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { incrementalWithoutUniqueKey } from "./incremental-without-unique-key.ts";

const incremental = (name: string, config = {}) => model(name, { materialized: "incremental", config });

describe("incremental-without-unique-key", () => {
  it("reports incremental models without a key, by default strategy and by merge", () => {
    const shop = project([incremental("a"), incremental("b", { incremental_strategy: "merge" })]);
    expect(checkRule(incrementalWithoutUniqueKey, shop)).toMatchObject([
      {
        subject: { name: "a" },
        message: "is incremental (default strategy) and has no unique_key",
        place: { at: "key", path: ["config", "unique_key"] },
      },
      { message: "is incremental (merge) and has no unique_key" },
    ]);
  });

  it("leaves models with a key, with a strategy that needs none, and tables, alone", () => {
    const shop = project([
      incremental("a", { unique_key: "id" }),
      incremental("b", { incremental_strategy: "append" }),
      incremental("c", { incremental_strategy: "insert_overwrite" }),
      incremental("d", { incremental_strategy: "microbatch" }),
      incremental("e", { incremental_strategy: "replace_where" }),
      model("f"),
    ]);
    expect(foundNames(incrementalWithoutUniqueKey, shop)).toEqual([]);
  });

  it("takes the strategies from the options", () => {
    const shop = project([incremental("a", { incremental_strategy: "append" })]);
    const options = { allowed_strategies: [] };
    expect(foundNames(incrementalWithoutUniqueKey, shop, { options })).toEqual(["a"]);
  });
});
