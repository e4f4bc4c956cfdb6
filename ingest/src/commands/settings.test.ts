import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readBrokers, readSizeBytes } from "./option-values.ts";
import { resolveSettings, setting } from "./settings.ts";

let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), "headwater-settings-")), "headwater.yml");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(join(file, ".."), { recursive: true });
});

/** The options that a command gets from its arguments, the environment and the file. */
async function resolve(words: readonly string[], yaml: string, env: Readonly<Record<string, string>> = {}) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  await writeFile(file, yaml);
  const command = new Command().exitOverride();
  const settings = [
    setting("--brokers <list>", "brokers", readBrokers),
    setting("--memory-budget <size>", "memory", readSizeBytes),
    setting("--group <name>", "group").default("headwater"),
    setting("--compression <name>", "compression").choices(["gzip", "zstd"]),
    setting("--tls", "encryption"),
  ];
  for (const option of settings) command.addOption(option);
  command.parse([...words], { from: "user" });
  await resolveSettings(command, settings, { path: file, section: "land" });
  return command.opts<Record<string, unknown>>();
}

describe("a setting", () => {
  const yaml = "land:\n  group: file\n  memory_budget: 64MiB\n";

  it("is the flag, or else the variable, or else the file's, or else the default", async () => {
    expect((await resolve([], "")).group).toBe("headwater");
    expect((await resolve([], yaml)).group).toBe("file");
    const env = { HEADWATER_GROUP: "variable" };
    expect((await resolve([], yaml, env)).group).toBe("variable");
    expect((await resolve(["--group", "flag"], yaml, env)).group).toBe("flag");
  });

  it("is read alike wherever it stands", async () => {
    const budget = 64 * 1024 * 1024;
    expect((await resolve([], yaml)).memoryBudget).toBe(budget);
    expect((await resolve([], "land: {memory_budget: 67108864}")).memoryBudget).toBe(budget);
    expect((await resolve([], "", { HEADWATER_MEMORY_BUDGET: "64MiB" })).memoryBudget).toBe(budget);
    const brokers = ["a:1", "b:2"];
    expect((await resolve([], "land: {brokers: [a:1, b:2]}")).brokers).toEqual(brokers);
    expect((await resolve([], "land: {brokers: 'a:1,b:2'}")).brokers).toEqual(brokers);
  });

  it.each([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
  ])("that is yes or no is %s", async (text, value) => {
    expect((await resolve([], `land: {tls: ${text}}`)).tls).toBe(value);
    expect((await resolve([], "land: {tls: true}", { HEADWATER_TLS: text })).tls).toBe(value);
  });

  it("may be left empty in the file", async () => {
    expect((await resolve([], "land:\n  group:\n")).group).toBe("headwater");
    expect((await resolve([], "land:\n")).group).toBe("headwater");
  });

  it("does not mind the file's other sections", async () => {
    expect((await resolve([], "gate: {extends: strict}\nland: {group: file}")).group).toBe("file");
  });

  it.each([
    ["land: {memmory_budget: 1}", "land.memmory_budget is not known"],
    ["land: {memory_budget: much}", 'land.memory_budget: "much" is not right. Give a number of bytes'],
    ["land: {compression: lz4}", 'land.compression: "lz4" is not right'],
    ["land: {tls: perhaps}", 'land.tls: "perhaps" is not right. Give true or false'],
    ["land: {group: {name: x}}", "land.group has parts"],
    ["land: [group]", "land is not a map"],
    ["land: {", "is not YAML"],
  ])("is refused with its place: %s", async (text, message) => {
    await expect(resolve([], text)).rejects.toMatchObject({
      code: "INGEST_OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it("is refused with its variable", async () => {
    await expect(resolve([], "", { HEADWATER_TLS: "perhaps" })).rejects.toMatchObject({
      message: expect.stringContaining("HEADWATER_TLS"),
    });
  });
});

it("a file that is named must be there", async () => {
  const command = new Command();
  const missing = { path: `${file}.missing`, section: "land" };
  await expect(resolveSettings(command, [], missing)).rejects.toMatchObject({
    code: "INGEST_OPTION_INVALID",
  });
  await expect(resolveSettings(command, [], { path: undefined, section: "land" })).resolves.toBeUndefined();
});
