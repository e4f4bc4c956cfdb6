import { selectNodes } from "@headwater/artifacts";
import { describe, expect, it } from "vitest";

import { QualityError } from "../errors.ts";
import { model } from "../testing/nodes.ts";
import { project } from "../testing/project.ts";
import { selectOverrides } from "./select-overrides.ts";

const { graph } = project([model("orders"), model("customers")]);

function selectAll(...selectors: readonly string[]) {
  const overrides = selectors.map((select, index) => ({ select, line: index + 3, rules: new Map() }));
  return selectOverrides({ file: "headwater.yml", overrides }, (select) =>
    selectNodes(graph, { select: [select] }),
  );
}

describe("the overrides' selectors", () => {
  it("name their nodes, one set for each override", () => {
    const { selected, warnings } = selectAll("orders", "resource_type:model");
    expect(selected.map((nodes) => nodes.size)).toEqual([1, 2]);
    expect(warnings).toEqual([]);
  });

  it("that name no node are warned of", () => {
    expect(selectAll("orders", "gone").warnings).toEqual([
      "headwater.yml:4 the override for gone selects no node.",
    ]);
  });

  it("that compare with a base name no node without one, and that is said", () => {
    const { selected, warnings } = selectAll("state:new");
    expect(selected).toEqual([new Set()]);
    expect(warnings).toEqual([
      'headwater.yml:3 the override has no effect: the selector "state:new" compares with a base, and there is none.',
    ]);
  });

  it("that cannot be understood are refused with their line", () => {
    const refused = () => selectAll("orders", "tga:x");
    expect(refused).toThrow(QualityError);
    expect(refused).toThrow(/^headwater\.yml:4: the selector "tga:x" has an unknown method "tga"$/);
  });

  it("pass on every other error as it is", () => {
    const crash = () => {
      throw new TypeError("a mistake in the program");
    };
    const overrides = [{ select: "orders", line: 3, rules: new Map() }];
    expect(() => selectOverrides({ file: "headwater.yml", overrides }, crash)).toThrow(TypeError);
  });
});
