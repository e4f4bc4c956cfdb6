import { describe, expect, it } from "vitest";

import { awaitReports, type PipeWaiting, type SettledReports } from "./pipe-reports.ts";
import type { FileReport, SnowpipeClient } from "./snowpipe-client.ts";

const start = Date.UTC(2024, 4, 1);
const report = (path: string, status: FileReport["status"]): FileReport => ({
  path,
  status,
  rowsInserted: 1,
});

/** A pipe whose recent reports are listed, one list for each time it is asked; the clock goes on by 20 s each time. */
function listedPipe(
  recent: readonly (readonly FileReport[] | "missed")[],
  history: readonly FileReport[] = [],
): {
  readonly client: SnowpipeClient;
  readonly now: () => Date;
  readonly scans: () => number;
  readonly marks: unknown[];
} {
  let asked = 0;
  let scans = 0;
  const marks: unknown[] = [];
  return {
    now: () => new Date(start + asked * 20_000),
    scans: () => scans,
    marks,
    client: {
      insertFiles: async () => ({ skipped: [], unmatched: [] }),
      insertReport: async (_, mark) => {
        marks.push(mark);
        const answer = recent[asked++] ?? [];
        return answer === "missed"
          ? { files: [], isComplete: false, nextMark: String(asked) }
          : { files: answer, isComplete: true, nextMark: String(asked) };
      },
      loadHistoryScan: async () => {
        scans += 1;
        return history;
      },
    },
  };
}

async function waitFor(
  { client, now }: ReturnType<typeof listedPipe>,
  waiting: Partial<PipeWaiting> = {},
): Promise<readonly SettledReports[]> {
  const settled: SettledReports[] = [];
  const pending = new Set(["a", "b"]);
  const since = new Date(start);
  const options = { client, now, pollMs: 0, waitMs: 60_000 };
  for await (const some of awaitReports(options, {
    pipe: "p",
    pending,
    since,
    wasSkipped: false,
    ...waiting,
  })) {
    settled.push(some);
  }
  return settled;
}

describe("waiting for a pipe's reports", () => {
  it("goes on behind the last mark until every file has a final report, which may come twice", async () => {
    const pipe = listedPipe([
      [report("a", "LOAD_IN_PROGRESS")],
      [report("a", "LOADED")],
      [report("a", "LOADED"), report("other", "LOADED"), report("b", "PARTIALLY_LOADED")],
    ]);
    expect(await waitFor(pipe)).toEqual([
      { loaded: ["a"], refused: [] },
      { loaded: [], refused: [report("b", "PARTIALLY_LOADED")] },
    ]);
    expect(pipe.marks).toEqual([undefined, "1", "2"]);
    expect(pipe.scans()).toBe(0);
  });

  it("asks for the history where a report was missed, but not more than once a minute", async () => {
    const pipe = listedPipe(["missed", "missed", "missed", "missed"]);
    expect(await waitFor(pipe)).toEqual([]);
    expect(pipe.marks).toHaveLength(3);
    expect(pipe.scans()).toBe(1);
  });

  it("asks for the history of files that the pipe had before", async () => {
    const pipe = listedPipe([[]], [report("a", "LOADED"), report("b", "LOADED")]);
    expect(await waitFor(pipe, { wasSkipped: true })).toEqual([{ loaded: ["a", "b"], refused: [] }]);
  });

  it("ends when nothing came for as long as it may wait", async () => {
    const pipe = listedPipe([[report("a", "LOADED")]]);
    expect(await waitFor(pipe)).toEqual([{ loaded: ["a"], refused: [] }]);
    expect(pipe.marks).toHaveLength(4);
  });
});
