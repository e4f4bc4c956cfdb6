import { describe, expect, it } from "vitest";

import { describeFailure } from "./failure.ts";

describe("describeFailure", () => {
  it("says code, message and hint of a known error, without a stack", () => {
    const known = Object.assign(new Error("the folder is missing"), { code: "INGEST_X", hint: "Make it." });
    expect(describeFailure(known)).toEqual({
      text: "INGEST_X: the folder is missing\n  Make it.\n",
      exitCode: 2,
    });
  });

  it("keeps the exit code a known error asks for", () => {
    const known = Object.assign(new Error("found"), { code: "X", hint: "y", exitCode: 1 });
    expect(describeFailure(known).exitCode).toBe(1);
  });

  it("shows the stack of a bug and exits with 3", () => {
    const failure = describeFailure(new TypeError("undefined is not a function"));
    expect(failure.exitCode).toBe(3);
    expect(failure.text).toContain("failure.test.ts");
  });

  it("treats an error of the operating system as a bug, as nobody said what to do about it", () => {
    expect(describeFailure(Object.assign(new Error("EACCES"), { code: "EACCES" })).exitCode).toBe(3);
  });

  it("survives something thrown that is no error", () => {
    expect(describeFailure("x")).toEqual({ text: "crash: x\n", exitCode: 3 });
  });

  it("lets nothing act that a message quotes: no control characters, no commands of a CI log", () => {
    const quoted = "duckdb\r\n ::error::owned\u001b[31m\u202E ##vso[task.x]";
    const known = Object.assign(new Error(`found ${quoted}`), { code: "X", hint: quoted });
    expect(describeFailure(known).text).toBe(
      [
        "X: found duckdb\\u{d}",
        " : :error::owned\\u{1b}[31m\\u{202e} # #vso[task.x]",
        "  duckdb\\u{d}",
        " : :error::owned\\u{1b}[31m\\u{202e} # #vso[task.x]",
        "",
      ].join("\n"),
    );
  });
});
