import { Option, type Command } from "commander";

import { baselineCommand } from "./commands/baseline.ts";
import { explainCommand } from "./commands/explain.ts";
import { gateCommand } from "./commands/gate.ts";
import { initCommand } from "./commands/init.ts";
import { schemaCommand } from "./commands/schema.ts";
import { reporters } from "./reporters/index.ts";

/** Adds `headwater gate` and its verbs to the program. */
export function registerGate(program: Command): void {
  const gate = program
    .command("gate")
    .description(
      "judge a dbt project by its artifacts, and its changes against a base.\n\n" +
        "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 cannot judge or wrong input, 3 a crash.",
    )
    .option(
      "--project-dir <dir>",
      "the dbt project's folder (default: the configuration's projects, or here)",
    )
    .option("--target-path <dir>", "where the artifacts lie (default: target in the project's folder)")
    .option("--base <dir>", "the base branch's artifacts: then only what is new or got worse counts")
    .option("--base-config <file>", "the base branch's headwater.yml, to find a weakened gate")
    .option("--config <file>", "the configuration (default: headwater.yml here or in the project's folder)")
    .addOption(
      new Option("--select <selector>", "judge only these nodes, as dbt's --select; repeatable").argParser(
        (value: string, before: string | undefined) => (before === undefined ? value : `${before} ${value}`),
      ),
    )
    .addOption(
      new Option(
        "--format <name[=file]>",
        `a report, to a file or to the terminal; repeatable\n${formatHelp()}\n`,
      )
        .argParser((value: string, before: readonly string[]) => [...before, value])
        .default([], "text"),
    )
    .option("--json", "the same as --format json")
    .addOption(
      new Option("--fail-on <severity>", "from which severity on findings fail the gate")
        .choices(["error", "warn", "never"])
        .default("error"),
    )
    .action(gateCommand);

  gate
    .command("explain")
    .argument("[rule]", "a rule's id; without it all rules are listed")
    .description("say what a rule finds, why, and which options it has")
    .option("--config <file>", "a configuration with rules of its own")
    .action(explainCommand);
  gate
    .command("init")
    .description("write a headwater.yml to begin with")
    .addOption(
      new Option("--extends <preset>", "the set of rules to start from")
        .choices(["minimal", "recommended", "strict"])
        .default("recommended"),
    )
    .action(initCommand);
  gate
    .command("baseline")
    .description("accept the present findings, so that only later ones count")
    .requiredOption("--reason <text>", "why they are accepted")
    .option("--expires <date>", "the last day on which they are accepted, e.g. 2026-12-31")
    .option("--project-dir <dir>", "the dbt project's folder")
    .option("--target-path <dir>", "where the artifacts lie")
    .option("--config <file>", "the configuration")
    .action(baselineCommand);
  gate.command("schema").description("print the JSON Schema of headwater.yml").action(schemaCommand);
}

function formatHelp(): string {
  return reporters.map(({ name, summary }) => `${name.padEnd(8)} ${summary}`).join("\n");
}
