import { describe, expect, it } from "vitest";

import { exampleFeed } from "../../testing/example-feed.ts";
import { findPipe, requireIdlePipe } from "./feed-pipe.ts";
import type { SnowflakeRow, SnowflakeSession } from "./snowflake-session.ts";

/** A session that knows these pipes, and one status for each. */
function sessionWith(pipes: readonly SnowflakeRow[], status?: unknown): SnowflakeSession {
  return {
    destination: "a list",
    database: "HW",
    run: async (statement) =>
      statement.startsWith("show pipes") ? pipes : [{ pipe_status: JSON.stringify(status) }],
    close: async () => undefined,
  };
}

const rest = { name: "READINGS_PIPE", integration: "", notification_channel: "" };

describe("a feed's pipe", () => {
  it.each([
    ["none", []],
    ["none", [{ name: "READINGSXPIPE", integration: "EVENTS" }]],
    ["rest", [rest]],
    ["auto-ingest", [{ ...rest, integration: "EVENTS" }]],
    ["auto-ingest", [{ ...rest, notification_channel: "arn:queue" }]],
  ])("is %s by what SHOW PIPES says", async (kind, pipes) => {
    expect(await findPipe(sessionWith(pipes), exampleFeed)).toBe(kind);
  });

  it("lets COPY load where there is none, and where its queue is empty", async () => {
    await requireIdlePipe(sessionWith([]), exampleFeed);
    const idle = { executionState: "RUNNING", pendingFileCount: 0 };
    await expect(requireIdlePipe(sessionWith([rest], idle), exampleFeed)).resolves.toBeUndefined();
  });

  it.each([
    [{ executionState: "PAUSED", pendingFileCount: 3 }, "HW.BRONZE.READINGS_PIPE has 3 files in its queue"],
    [{ executionState: "STOPPED_CLONED" }, "an unknown number of files"],
  ])("keeps COPY away as long as its status is %j", async (status, message) => {
    await expect(requireIdlePipe(sessionWith([rest], status), exampleFeed)).rejects.toMatchObject({
      code: "LOAD_PIPE_ACTIVE",
      message: expect.stringContaining(message),
    });
  });

  it("keeps COPY away where the bucket tells it of new objects", async () => {
    const pipes = [{ ...rest, integration: "EVENTS" }];
    await expect(
      requireIdlePipe(sessionWith(pipes, { pendingFileCount: 0 }), exampleFeed),
    ).rejects.toMatchObject({ code: "LOAD_PIPE_ACTIVE", hint: expect.stringContaining("--to snowpipe") });
  });
});
