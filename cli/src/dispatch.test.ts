import { describe, expect, it } from "vitest";

import { dispatch, type Output } from "./dispatch.ts";

async function run(
  ...words: string[]
): Promise<{ exitCode: number | undefined; out: string; error: string }> {
  const written = { out: "", error: "" };
  const output: Output = {
    out: (text) => void (written.out += text),
    error: (text) => void (written.error += text),
  };
  const exitCode = await dispatch(words, output, "1.2.3");
  return { exitCode, ...written };
}

describe("headwater", () => {
  it("lists every verb with one line when nothing is asked", async () => {
    const { exitCode, out } = await run();
    expect(exitCode).toBe(0);
    for (const verb of [
      "demo",
      "dbt",
      "contracts",
      "land",
      "batch",
      "load",
      "replay",
      "silver",
      "audit",
      "produce",
    ]) {
      expect(out).toMatch(new RegExp(`^ {2}${verb}\\b.*  \\w`, "m"));
    }
  });

  it("prints its version", async () => {
    expect(await run("--version")).toEqual({ exitCode: 0, out: "1.2.3\n", error: "" });
  });

  it("names the nearest verb for a misspelt one, and exits with 2", async () => {
    const { exitCode, error } = await run("contract");
    expect(exitCode).toBe(2);
    expect(error).toContain("Did you mean contracts?");
  });

  it("exits with 2 on an unknown option", async () => {
    const { exitCode, error } = await run("demo", "--dta", "x");
    expect(exitCode).toBe(2);
    expect(error).toContain("--data");
  });

  it("shows the help of a verb with its options", async () => {
    const { exitCode, out } = await run("demo", "--help");
    expect(exitCode).toBe(0);
    expect(out).toContain("--kafka");
  });
});
