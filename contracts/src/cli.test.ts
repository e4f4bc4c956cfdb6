import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { registerContracts } from "./cli.ts";
import { STREAM_PROPERTIES, STREAM_SETTINGS, testSchema } from "./testing/test-feed.ts";
import { testFolder, writeContract } from "./testing/test-folder.ts";
import { TestRepository } from "./testing/test-repository.ts";

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** A project with one feed. */
async function newProject(): Promise<string> {
  const root = await testFolder();
  await writeContract(
    path.join(root, "contracts"),
    "readings",
    STREAM_SETTINGS,
    testSchema(STREAM_PROPERTIES),
  );
  return root;
}

/** What a command prints, and its exit code. */
async function run(
  ...words: readonly string[]
): Promise<{ readonly output: string; readonly exitCode: number }> {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  process.exitCode = undefined;
  const program = new Command();
  registerContracts(program);
  await program.parseAsync(["contracts", ...words], { from: "user" });
  return { output: lines.join("\n"), exitCode: takeExitCode() };
}

function takeExitCode(): number {
  return Number(process.exitCode ?? 0);
}

describe("headwater contracts generate", () => {
  it("writes what is missing, and finds nothing to do when it runs again", async () => {
    const root = await newProject();
    expect((await run("generate", "--project-dir", root)).output).toContain("6 of them new or changed");
    expect((await run("generate", "--project-dir", root)).output).toContain("0 of them new or changed");
    expect(await run("generate", "--check", "--project-dir", root)).toMatchObject({ exitCode: 0 });
  });

  it("names a changed file under --check, exits 1 and leaves the file alone", async () => {
    const root = await newProject();
    await run("generate", "--project-dir", root);
    const file = path.join(root, "snowflake/bronze/readings.sql");
    await appendFile(file, "-- by hand\n");
    const { output, exitCode } = await run("generate", "--check", "--project-dir", root);
    expect(exitCode).toBe(1);
    expect(output).toContain("snowflake/bronze/readings.sql is outdated");
    expect(await readFile(file, "utf8")).toContain("by hand");
  });

  it("deletes the generated files of a feed that is gone, and nothing that people wrote", async () => {
    const root = await newProject();
    const other = { ...STREAM_SETTINGS, name: "others" };
    await writeContract(path.join(root, "contracts"), "others", other, testSchema(STREAM_PROPERTIES));
    await run("generate", "--project-dir", root);
    const own = path.join(root, "snowflake/bronze/own.sql");
    await writeFile(own, "select 1;\n");
    await rm(path.join(root, "contracts/readings/feed.yml"));
    await rm(path.join(root, "contracts/readings/event.schema.json"));
    const { output } = await run("generate", "--project-dir", root);
    expect(output).toContain("deleted snowflake/bronze/readings.sql");
    expect(await readFile(own, "utf8")).toBe("select 1;\n");
  });
});

describe("headwater contracts diff", () => {
  it("exits 1 when a change is breaking, and 0 when none is", async () => {
    const repository = new TestRepository(await testFolder());
    const words = ["diff", "--base", "main", "--project-dir", repository.root];
    await repository.write({});
    repository.commit("first");
    const unit = { type: "string", description: "The unit." };
    await repository.write({ unit });
    expect(await run(...words)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("FIELD_ADDED"),
    });
    repository.commit("second");
    await repository.write({});
    const { output, exitCode } = await run(...words, "--json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      base: "main",
      findings: [{ level: "breaking", feed: "readings" }],
    });
  });
});

describe("headwater contracts validate", () => {
  const good = '{"reading_id":"r1","read_at":"2024-02-29T12:00:00Z","unit":"mm"}';

  it("names line and field of an event that breaks its contract, and counts unknown fields", async () => {
    const root = await newProject();
    const file = path.join(root, "events.ndjson");
    await writeFile(file, `${good}\n\n{"reading_id":1,"read_at":"2024-02-29T12:00:00Z"}\n`);
    const { output, exitCode } = await run("validate", file, "--feed", "readings", "--project-dir", root);
    expect(exitCode).toBe(1);
    expect(output).toContain("events.ndjson:3  reading_id  expected string, found 1");
    expect(output).toContain("unit is not in the contract");
    expect(output).toContain("1 of 2 events break the contract");
  });

  it("reads a list of events too, and prints JSON for machines", async () => {
    const root = await newProject();
    const file = path.join(root, "events.json");
    await writeFile(file, `[${good}]`);
    const { output, exitCode } = await run(
      "validate",
      file,
      "--feed",
      "readings",
      "--project-dir",
      root,
      "--json",
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ events: 1, invalid: [], unknownFields: { unit: 1 } });
  });

  it.each([
    ["a broken line", `${good}\n{"a":\n`, "Line 2"],
    ["no event at all", "\n", "holds no event"],
  ])("refuses a file with %s", async (_, content, message) => {
    const root = await newProject();
    const file = path.join(root, "events.ndjson");
    await writeFile(file, content);
    await expect(run("validate", file, "--feed", "readings", "--project-dir", root)).rejects.toMatchObject({
      code: "CONTRACTS_PAYLOAD_UNREADABLE",
      message: expect.stringContaining(message),
    });
  });
});
