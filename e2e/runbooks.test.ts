import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { root, runHeadwater } from "./rig/headwater.ts";

const folders = ["docs/runbooks", "docs/observability"];

interface DocumentedCommand {
  readonly file: string;
  readonly line: string;
}

/** Every line of a shell block that calls this tool. */
async function documentedCommands(): Promise<readonly DocumentedCommand[]> {
  const found: DocumentedCommand[] = [];
  for (const folder of folders) {
    const names = (await readdir(join(root, folder))).filter((name) => name.endsWith(".md"));
    for (const name of names) {
      const file = `${folder}/${name}`;
      const text = await readFile(join(root, file), "utf8");
      for (const [, block = ""] of text.matchAll(/```sh\n([\s\S]*?)```/g)) {
        const lines = block.split("\n").map((line) => line.trim());
        found.push(...lines.filter((line) => isOurs(line)).map((line) => ({ file, line })));
      }
    }
  }
  return found;
}

/** `headwater dbt` hands its words on to dbt. */
function isOurs(line: string): boolean {
  return line.startsWith("headwater ") && !line.startsWith("headwater dbt ");
}

/** The words before the first flag that name the command: two for an area that has verbs of its own. */
function verbOf(line: string): readonly string[] {
  const [, area = "", verb = ""] = line.split(" ");
  return ["contracts", "batch"].includes(area) ? [area, verb] : [area];
}

function flagsOf(line: string): readonly string[] {
  return line.split(" ").filter((word) => word.startsWith("--"));
}

describe("the runbooks", () => {
  it("name only commands and flags that there are", async () => {
    const commands = await documentedCommands();
    expect(commands.length).toBeGreaterThan(15);
    const helps = new Map<string, string>();
    const wrong: string[] = [];
    for (const { file, line } of commands) {
      const verb = verbOf(line);
      const called = verb.join(" ");
      if (!helps.has(called)) {
        const { exitCode, stdout } = await runHeadwater([...verb, "--help"]);
        helps.set(called, exitCode === 0 ? stdout : "");
      }
      const help = helps.get(called) ?? "";
      if (!help.startsWith(`Usage: headwater ${called} `)) wrong.push(`${file}: ${called} is no command`);
      const known = new Set(help.match(/--[a-z][a-z-]*/g));
      for (const flag of flagsOf(line)) if (!known.has(flag)) wrong.push(`${file}: ${called} has no ${flag}`);
    }
    expect(wrong).toEqual([]);
  });
});
