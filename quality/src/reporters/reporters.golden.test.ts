import { describe, expect, it } from "vitest";

import { reportedFinding, reportOf } from "../testing/report.ts";
import { fingerprintOf } from "../run/fingerprint.ts";
import { reporters } from "./index.ts";

const report = reportOf(
  [
    reportedFinding({ measure: 4, measureBefore: 2 }),
    reportedFinding({
      severity: "warn",
      uniqueId: "source.shop.raw.orders",
      resourceType: "source",
      name: "orders",
      column: "id",
      message: "The column id cannot be judged",
      cannotJudge: true,
      file: undefined,
      line: undefined,
      related: ["model.shop.stg_orders"],
      identity: "b",
    }),
    reportedFinding({ status: "existing", uniqueId: "model.shop.old", name: "old", identity: "c" }),
    reportedFinding({
      status: "suppressed",
      uniqueId: "model.shop.wide",
      name: "wide",
      identity: "d",
      suppression: { reason: "by design", expires: "2027-01-01", from: "meta" },
    }),
  ],
  {
    changes: [
      {
        project: "shop",
        uniqueId: "model.shop.orders",
        resourceType: "model",
        name: "orders",
        kind: "modified",
        modified: ["body", "contract"],
        from: undefined,
        impact: {
          models: ["fct_sales"],
          exposures: ["board"],
          metrics: [],
          owners: ["Ada <ada@example.com>"],
        },
      },
    ],
    notJudged: [{ project: "shop", rule: "column-types", missing: ["catalog"], isExplicit: false }],
    warnings: [{ project: "shop", message: "The base was made by dbt 1.10.0." }],
  },
);

function rendered(name: string): string {
  const reporter = reporters.find((each) => each.name === name);
  return reporter?.render(report, { hasColor: false, version: "1.2.3" }) ?? "no such format";
}

describe("a report", () => {
  it.each(reporters.map(({ name }) => name))("looks in %s as it did before", async (name) => {
    await expect(rendered(name)).toMatchFileSnapshot(`golden/report.${name}.txt`);
  });

  it("in JSON has the published shape", () => {
    const parsed = JSON.parse(rendered("json")) as { version: number; findings: readonly object[] };
    expect(parsed.version).toBe(1);
    expect(Object.keys(parsed)).toEqual(["version", "summary", "findings"]);
    expect(parsed.findings[0]).toEqual({
      rule: "model-fanout",
      severity: "error",
      status: "new",
      unique_id: "model.shop.orders",
      resource_type: "model",
      name: "orders",
      message: "orders has 4 children, at most 3 are allowed",
      file: "models/orders.yml",
      line: 12,
      fingerprint: fingerprintOf("a"),
      related: [],
    });
  });
});
