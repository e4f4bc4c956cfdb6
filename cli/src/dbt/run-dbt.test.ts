import { expect, it } from "vitest";

import { buildProgress } from "./run-dbt.ts";

it("reads how far a build is from dbt's lines", () => {
  expect(buildProgress("01:15:41  12 of 140 PASS not_null_dim_school_school_id ... [PASS in 0.02s]")).toBe(
    "12 of 140",
  );
  expect(buildProgress("01:15:41  Concurrency: 2 threads (target='dev')")).toBeUndefined();
});
