import { describe, expect, it } from "vitest";

import { exposure, metric, model, savedQuery, semanticModel, test } from "../testing/nodes.ts";
import { project } from "../testing/project.ts";
import type { ModelSpec } from "../testing/specs.ts";
import { hasUsers, userWords, usersOf } from "./users.ts";

const parents = ["orders"];

function used(spec: ModelSpec, ...readers: Parameters<typeof project>[0]): string {
  const orders = model("orders", spec);
  const users = usersOf(orders, project([orders, ...readers]).graph);
  return hasUsers(users) ? userWords(users) : "nobody";
}

describe("who counts on a model", () => {
  it("are exposures, metrics, semantic models and other packages, in alphabetical order", () => {
    const readers = [
      semanticModel("sales", { parents }),
      metric("revenue", { parents }),
      exposure("board", { parents }),
      savedQuery("weekly", { parents }),
      model("audited", { package: "audit", parents }),
    ];
    expect(used({}, ...readers)).toBe(
      "exposure board, metric revenue, model audited, saved query weekly and semantic model sales",
    );
  });

  it("are one exposure too", () => {
    expect(used({}, exposure("board", { parents }))).toBe("exposure board");
  });

  it("are not the project's own models and tests: the build finds what breaks in them", () => {
    expect(used({}, model("report", { parents }), test("unique", "orders", "id"))).toBe("nobody");
  });

  it("are all others where the model is public", () => {
    expect(used({ access: "public" })).toBe("others, as it is public");
    expect(used({ access: "public" }, exposure("board", { parents }))).toBe(
      "exposure board, and by others, as it is public",
    );
  });
});
