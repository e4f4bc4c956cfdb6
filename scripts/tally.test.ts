import { describe, expect, it } from "vitest";

import { closingLine, sumTallies, tallyDbt, tallyJunit, tallyVitest } from "./tally.ts";

describe("the tally of all suites", () => {
  it("counts a suite without a report as one failure", () => {
    for (const tally of [tallyVitest, tallyJunit, tallyDbt]) expect(tally(undefined).failed).toBe(1);
  });

  it("counts vitest's outcomes, and a file that did not load as a failure", () => {
    const counts = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 };
    expect(tallyVitest(JSON.stringify({ ...counts, success: true }))).toEqual({
      passed: 5,
      failed: 0,
      skipped: 3,
    });
    expect(tallyVitest(JSON.stringify({ ...counts, success: false }))).toEqual({
      passed: 5,
      failed: 1,
      skipped: 3,
    });
  });

  it("counts pytest's failures and errors alike", () => {
    const text =
      '<testsuites name="x"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"></testsuite></testsuites>';
    expect(tallyJunit(text)).toEqual({ passed: 4, failed: 3, skipped: 3 });
  });

  it("counts dbt's tests, and a model that did not build", () => {
    const results = [
      { unique_id: "test.a.b", status: "pass" },
      { unique_id: "unit_test.a.b", status: "pass" },
      { unique_id: "test.a.c", status: "warn" },
      { unique_id: "test.a.d", status: "fail" },
      { unique_id: "model.a.e", status: "success" },
      { unique_id: "model.a.f", status: "error" },
      { unique_id: "test.a.g", status: "skipped" },
    ];
    expect(tallyDbt(JSON.stringify({ results }))).toEqual({ passed: 3, failed: 2, skipped: 1 });
  });

  it("closes with one line over all suites", () => {
    const sum = sumTallies([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 3, failed: 1, skipped: 0 },
    ]);
    expect(closingLine(sum)).toBe("4 passed, 1 failed, 2 skipped");
  });
});
