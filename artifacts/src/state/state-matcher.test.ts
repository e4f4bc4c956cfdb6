import { describe, expect, it } from "vitest";

import { dependsOn, graphOf, resource } from "../testing/raw-manifest.ts";
import { compareState } from "./compare-state.ts";
import { isStateValue, stateMatcher, stateValues, type StateValue } from "./state-matcher.ts";

const genericTest = { test_metadata: { name: "not_null", kwargs: {} } };
const macroUser = { depends_on: dependsOn("macro.changed") };
const base = graphOf([
  resource("model.same"),
  resource("model.coded"),
  resource("test.generic", genericTest),
  resource("test.singular"),
  resource("model.renamed", { checksum: { name: "sha256", checksum: "r" }, raw_code: "r" }),
  resource("macro.changed"),
]);
const head = graphOf([
  resource("model.same"),
  resource("model.coded", { raw_code: "other" }),
  resource("test.generic", { ...genericTest, raw_code: "other" }),
  resource("test.singular", { unrendered_config: { schema: "b" } }),
  resource("model.anew", { checksum: { name: "sha256", checksum: "r" }, raw_code: "r" }),
  resource("source.raw.added"),
  resource("exposure.added", macroUser),
  resource("unit_test.same.added"),
  resource("macro.changed", { macro_sql: "other" }),
]);

function selected(value: StateValue): readonly string[] {
  return head.nodes
    .filter(stateMatcher(compareState(base, head), value))
    .map(({ uniqueId }) => uniqueId.replace(".shop.", "."));
}

const added = ["model.anew", "source.raw.added", "exposure.added", "unit_test.same.added"];

describe("state:", () => {
  const cases: readonly (readonly [StateValue, readonly string[]])[] = [
    // For dbt a renamed model is a new one.
    ["new", added],
    ["old", ["model.same", "model.coded", "test.generic", "test.singular"]],
    // A new source is not modified; a new exposure only by its macro; and a generic test not by its code.
    ["modified", ["model.coded", "test.singular", "model.anew", "exposure.added", "unit_test.same.added"]],
    ["unmodified", ["model.same", "test.generic", "source.raw.added"]],
    ["modified.body", ["model.coded", "test.generic", "model.anew"]],
    ["modified.configs", ["model.anew", "source.raw.added", "exposure.added"]],
    ["modified.relation", ["test.singular", "model.anew", "source.raw.added"]],
    ["modified.persisted_descriptions", ["model.anew"]],
    ["modified.macros", ["exposure.added"]],
    ["modified.contract", ["model.anew"]],
  ];
  it.each(cases)("%s", (value, expected) => {
    expect(selected(value).toSorted()).toEqual(expected.toSorted());
  });

  it("takes nothing else", () => {
    expect(cases.map(([value]) => value).toSorted()).toEqual(stateValues.toSorted());
    expect(isStateValue("modified.body")).toBe(true);
    expect(isStateValue("toString")).toBe(false);
  });
});
