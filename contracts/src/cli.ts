import path from "node:path";
import type { Command } from "commander";
import { compareGenerated } from "./generate/compare-generated.ts";
import { generateFiles } from "./generate/generate-files.ts";
import { readGenerated, removeGenerated, writeGenerated } from "./generate/generated-on-disk.ts";
import { loadFeeds } from "./load-feeds.ts";

interface GenerateOptions {
  readonly projectDir: string;
  readonly check?: true;
}

/** Adds the area `contracts` to the program. */
export function registerContracts(program: Command): void {
  const contracts = program
    .command("contracts")
    .description("generate from the feeds' contracts, check them, and compare them with a base");

  contracts
    .command("generate")
    .description("write the validators, dbt sources, Spark schemas and Snowflake DDL of all feeds")
    .option("--check", "write nothing; exit 1 and name the files that are not up to date")
    .option("--project-dir <dir>", "the project's root, which holds contracts/", ".")
    .action(generate);
}

async function generate(options: GenerateOptions): Promise<void> {
  const feeds = await loadFeeds(path.join(options.projectDir, "contracts"));
  const expected = generateFiles(feeds);
  const states = compareGenerated(expected, await readGenerated(options.projectDir));
  const changed = states.filter(({ state }) => state !== "current");
  const orphans = changed.filter(({ state }) => state === "orphaned").map((file) => file.path);
  if (options.check !== true) {
    const paths = new Set(changed.map((file) => file.path));
    await writeGenerated(
      options.projectDir,
      expected.filter((file) => paths.has(file.path)),
    );
    await removeGenerated(options.projectDir, orphans);
    for (const { path, state } of changed) {
      console.log(`${state === "orphaned" ? "deleted" : "wrote"} ${path}`);
    }
    console.log(
      `${expected.length} files of ${feeds.length} feeds are current, ${changed.length} of them new or changed.`,
    );
    return;
  }
  for (const { path, state } of changed) {
    console.log(`${path} is ${state}`);
  }
  if (changed.length > 0) {
    console.log("Run `headwater contracts generate` and commit the result.");
    process.exitCode = 1;
    return;
  }
  console.log(`${expected.length} generated files of ${feeds.length} feeds are current.`);
}
