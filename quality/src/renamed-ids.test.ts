import { compareState } from "@headwater/artifacts";
import { expect, it } from "vitest";

import { renamedIds } from "./renamed-ids.ts";
import { model } from "./testing/nodes.ts";
import { project } from "./testing/project.ts";

it("a renamed node has an id on each side, and every other node has one on both", () => {
  const graphOf = (name: string) => project([model(name, { checksum: "1" }), model("other")]).graph;
  const { toBase, toHead } = renamedIds(compareState(graphOf("orders"), graphOf("purchases")));
  expect(toBase("model.shop.purchases")).toBe("model.shop.orders");
  expect(toHead("model.shop.orders")).toBe("model.shop.purchases");
  expect(toBase("model.shop.other")).toBe("model.shop.other");
  expect(toHead("model.shop.other")).toBe("model.shop.other");
});

it("without a comparison no node is renamed", () => {
  const { toBase, toHead } = renamedIds(undefined);
  expect([toBase("model.shop.a"), toHead("model.shop.a")]).toEqual(["model.shop.a", "model.shop.a"]);
});
