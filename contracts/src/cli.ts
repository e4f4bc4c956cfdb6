import path from "node:path";
import type { Command } from "commander";
import { diffContracts } from "./diff/diff-contracts.ts";
import { renderDiff } from "./diff/render-diff.ts";
import { compareGenerated } from "./generate/compare-generated.ts";
import { generateFiles } from "./generate/generate-files.ts";
import { readGenerated, removeGenerated, writeGenerated } from "./generate/generated-on-disk.ts";
import { findFeed, loadFeeds } from "./load-feeds.ts";
import { readEventFile } from "./validate/read-event-file.ts";
import { renderValidation, validateEvents } from "./validate/validate-events.ts";

interface ProjectOptions {
  readonly projectDir: string;
}
interface GenerateOptions extends ProjectOptions {
  readonly check?: true;
}
interface DiffOptions extends ProjectOptions {
  readonly base: string;
  readonly json?: true;
}
interface ValidateOptions extends ProjectOptions {
  readonly feed: string;
  readonly json?: true;
}

const PROJECT_DIR = ["--project-dir <dir>", "the project's root, which holds contracts/", "."] as const;

/** Adds the area `contracts` to the program. */
export function registerContracts(program: Command): void {
  const contracts = program
    .command("contracts")
    .description("generate from the feeds' contracts, check them, and compare them with a base");

  contracts
    .command("generate")
    .description("write the validators, dbt sources, Spark schemas and Snowflake DDL of all feeds")
    .option("--check", "write nothing; exit 1 and name the files that are not up to date")
    .option(...PROJECT_DIR)
    .action(generate);

  contracts
    .command("diff")
    .description("classify what changed in the contracts since a git ref; exit 1 if a change is breaking")
    .requiredOption("--base <ref>", "branch, tag or commit whose history holds the earlier versions")
    .option("--json", "print the report as JSON")
    .option(...PROJECT_DIR)
    .action(diff);

  contracts
    .command("validate")
    .description("check the events of a JSON or NDJSON file against a contract; exit 1 if one breaks it")
    .argument("<file>", "one event, a list of events, or an event a line")
    .requiredOption("--feed <name>", "the feed whose contract counts")
    .option("--json", "print the report as JSON")
    .option(...PROJECT_DIR)
    .action(validate);
}

async function generate(options: GenerateOptions): Promise<void> {
  const feeds = await loadFeeds(contractsDir(options));
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

async function diff(options: DiffOptions): Promise<void> {
  const report = await diffContracts(contractsDir(options), options.base);
  console.log(options.json === true ? JSON.stringify(report, undefined, 2) : renderDiff(report));
  if (report.findings.some(({ level }) => level === "breaking")) {
    process.exitCode = 1;
  }
}

async function validate(file: string, options: ValidateOptions): Promise<void> {
  const feed = findFeed(await loadFeeds(contractsDir(options)), options.feed);
  const report = validateEvents(feed, await readEventFile(file));
  console.log(options.json === true ? JSON.stringify(report, undefined, 2) : renderValidation(report, file));
  if (report.invalid.length > 0) {
    process.exitCode = 1;
  }
}

function contractsDir(options: ProjectOptions): string {
  return path.join(options.projectDir, "contracts");
}
