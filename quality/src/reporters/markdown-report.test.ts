import { describe, expect, it } from "vitest";

import type { Change } from "../run/report.ts";
import { reportedFinding, reportOf } from "../testing/report.ts";
import { commentReporter } from "./comment.ts";
import { markdownReport } from "./markdown-report.ts";

const manyFindings = Array.from({ length: 5000 }, (_, at) =>
  reportedFinding({ name: `model_${at}`, message: `${"|*".repeat(300)} ${at}` }),
);
const change = (at: number): Change => ({
  project: "shop",
  uniqueId: `model.shop.model_${at}`,
  resourceType: "model",
  name: `model_${at}`,
  kind: "added",
  modified: [],
  from: undefined,
  impact: { models: [], exposures: ["board"], metrics: [], owners: ["Ada"] },
});

describe("the comment", () => {
  it("stays under 60,000 characters and says what it left out", () => {
    const body = commentReporter.render(
      reportOf(manyFindings, {
        changes: Array.from({ length: 3000 }, (_, at) => change(at)),
        warnings: Array.from({ length: 3000 }, (_, at) => ({ project: "shop", message: `note ${at}` })),
      }),
      { hasColor: false, version: "1" },
    );
    expect(body.length).toBeLessThan(60_000);
    expect(body.length).toBeGreaterThan(55_000);
    expect(body.startsWith("<!-- headwater-gate -->\n")).toBe(true);
    expect(body).toMatch(/_\d+ findings more left out/);
    expect(body).toMatch(/_\d+ changes more left out/);
    expect(body).toMatch(/_\d+ notes more left out/);
  });

  it("tells a model's versions and a source's tables apart", () => {
    const version = { ...change(1), uniqueId: "model.shop.orders.v1", name: "orders" };
    const table = { ...version, uniqueId: "source.shop.raw.orders", resourceType: "source" };
    const body = markdownReport(reportOf([], { changes: [version, table] }), 20_000);
    expect(body).toContain("| added `orders.v1` |");
    expect(body).toContain("| added `raw.orders` |");
  });

  it("counts every finding, shown or left out", () => {
    const body = markdownReport(reportOf(manyFindings), 20_000);
    const shown = body.split("\n").filter((line) => line.startsWith("| ❌")).length;
    const leftOut = Number(/_(\d+) findings more/.exec(body)?.[1]);
    expect(shown).toBeGreaterThan(5);
    expect(shown + leftOut).toBe(5000);
  });

  it("leaves nothing out where there is room, and closes every fold", () => {
    const body = markdownReport(reportOf([reportedFinding()], { changes: [change(1)] }), 59_000);
    expect(body).not.toContain("left out");
    expect(body.split("<details>").length).toBe(body.split("</details>").length);
  });
});
