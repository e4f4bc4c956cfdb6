import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { openDatabase } from "./open-database.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-database-"));
  path = join(folder, "new", "warehouse.duckdb");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that has the database open until its input ends. */
async function holdDatabase(): Promise<ChildProcessWithoutNullStreams> {
  const module = JSON.stringify(join(import.meta.dirname, "open-database.ts"));
  const script = `import { openDatabase } from ${module};
    await openDatabase({ path: ${JSON.stringify(path)} });
    console.log("open");
    process.stdin.on("end", () => process.exit()).resume();`;
  const holder = spawn(process.execPath, ["--input-type=module-typescript", "-e", script]);
  await once(holder.stdout, "data");
  return holder;
}

describe("openDatabase", { timeout: 30_000 }, () => {
  it("makes the folder and the file, and works in UTC", async () => {
    const database = await openDatabase({ path });
    const reader = await database.connection.runAndReadAll("select current_setting('timezone')");
    expect(reader.getRows()).toEqual([["UTC"]]);
    database.close();
  });

  it("gives the file back when it is closed", async () => {
    (await openDatabase({ path })).close();
    const holder = await holdDatabase();
    holder.stdin.end();
    await once(holder, "close");
    expect(holder.exitCode).toBe(0);
  });

  it("names who holds the file when it is not given back in time", async () => {
    const holder = await holdDatabase();
    await expect(openDatabase({ path, waitMs: 200 })).rejects.toMatchObject({
      code: "DATABASE_BUSY",
      message: expect.stringContaining(`(PID ${holder.pid})`),
    });
    holder.stdin.end();
    await once(holder, "close");
  });

  it("waits until the file is given back", async () => {
    const holder = await holdDatabase();
    const opening = openDatabase({ path, waitMs: 20_000 });
    holder.stdin.end();
    const database = await opening;
    expect(database.path).toBe(path);
    database.close();
  });

  it("refuses changes to a file that is opened for reading, and does not make one", async () => {
    await expect(openDatabase({ path, isReadOnly: true })).rejects.toMatchObject({
      code: "DATABASE_UNUSABLE",
    });
    (await openDatabase({ path })).close();
    const database = await openDatabase({ path, isReadOnly: true });
    await expect(database.connection.run("create table t (a int)")).rejects.toThrow("read-only");
    database.close();
  });
});
