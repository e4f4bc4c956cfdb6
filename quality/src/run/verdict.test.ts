import { describe, expect, it } from "vitest";

import type { Finding } from "../finding.ts";
import { reportedFinding } from "../testing/report.ts";
import type { Crash, FailOn, NotJudged } from "./report.ts";
import { countFindings, verdictOf } from "./verdict.ts";

const error = reportedFinding();
const warning = reportedFinding({ severity: "warn" });
const unsure = reportedFinding({ cannotJudge: true });
const existing = reportedFinding({ status: "existing" });
const crash: Crash = { project: "shop", rule: "r", side: "head", message: "m", stack: undefined };
const missing: NotJudged = { project: "shop", rule: "r", missing: ["catalog"], isExplicit: true };

function verdict(
  findings: readonly Finding[],
  failOn: FailOn,
  more: { crashes?: readonly Crash[]; notJudged?: readonly NotJudged[] } = {},
) {
  return verdictOf({ findings, crashes: [], notJudged: [], ...more }, failOn);
}

describe("the verdict", () => {
  it.each<[FailOn, string, string]>([
    ["error", "fail", "pass"],
    ["warn", "fail", "fail"],
    ["never", "pass", "pass"],
  ])("with --fail-on %s is %s for an error and %s for a warning", (failOn, ofError, ofWarning) => {
    expect(verdict([error], failOn)).toBe(ofError);
    expect(verdict([warning], failOn)).toBe(ofWarning);
  });

  it("lets what is old or accepted pass", () => {
    expect(verdict([existing, reportedFinding({ status: "suppressed" })], "warn")).toBe("pass");
  });

  it("is that nobody can judge where only such findings count, and a failure beside another finding", () => {
    expect(verdict([unsure], "error")).toBe("cannot-judge");
    expect(verdict([unsure, error], "error")).toBe("fail");
    expect(verdict([reportedFinding({ cannotJudge: true, severity: "warn" })], "error")).toBe("pass");
  });

  it("is that nobody can judge where a rule that was asked for lacks its artifact", () => {
    expect(verdict([], "error", { notJudged: [missing] })).toBe("cannot-judge");
    expect(verdict([], "never", { notJudged: [missing] })).toBe("pass");
    expect(verdict([], "error", { notJudged: [{ ...missing, isExplicit: false }] })).toBe("pass");
  });

  it("is a crash before all else", () => {
    expect(verdict([error], "never", { crashes: [crash] })).toBe("crash");
  });
});

it("counts findings that count by severity, and the others by status", () => {
  const suppressed = reportedFinding({ status: "suppressed" });
  expect(countFindings([error, warning, unsure, existing, suppressed])).toEqual({
    errors: 2,
    warnings: 1,
    cannotJudge: 1,
    existing: 1,
    suppressed: 1,
  });
});
