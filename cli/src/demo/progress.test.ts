import { describe, expect, it } from "vitest";

import { showProgress } from "./progress.ts";

function recorded(
  isTerminal: boolean,
  columns = 40,
): { written: () => string; progress: ReturnType<typeof showProgress> } {
  let text = "";
  let nowMs = 0;
  const terminal = {
    write: (part: string) => void (text += part),
    isTerminal,
    columns,
    nowMs: () => (nowMs += 1500),
  };
  return { written: () => text, progress: showProgress(terminal) };
}

describe("progress", () => {
  it("prints one plain line a stage where the output is no terminal", () => {
    const { written, progress } = recorded(false);
    progress.start("land");
    progress.update("500 records");
    progress.finish("1,000 records");
    expect(written()).toBe("land              1.5 s  1,000 records\n");
  });

  it("rewrites its line on a terminal and never wraps it", () => {
    const { written, progress } = recorded(true);
    progress.start("dbt");
    progress.update("x".repeat(100));
    const lines = written().split("\r\u001B[2K");
    expect(lines.at(-1)).toHaveLength(39);
  });
});
