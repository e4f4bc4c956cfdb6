import { describe, expect, it } from "vitest";

import { graphOf, resource } from "../testing/raw-manifest.ts";

describe("a model", () => {
  it("is a time spine by its YAML, or by the name that dbt knew it by before 1.9", () => {
    const { nodes } = graphOf([
      resource("model.all_days", { time_spine: { standard_granularity_column: "date_day" } }),
      resource("model.metricflow_time_spine"),
      resource("model.orders", { time_spine: null }),
    ]).manifest;
    expect([...nodes.values()].map((node) => node.resourceType === "model" && node.isTimeSpine)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
