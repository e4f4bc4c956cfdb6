import { cpus, loadavg, totalmem } from "node:os";

import type { Section } from "./rows.ts";

const ratioAllowed = 1.5;

/** Says which runs of the gate cost more than the line allows, and which others cost as much. */
export function heldLine(sections: readonly Section[]): string {
  const above = sections.flatMap(({ project, rows }) =>
    rows
      .filter(({ tool, timesParse = 0 }) => tool.includes("headwater") && timesParse > ratioAllowed)
      .map(({ task, isHeldToLine, project: { models } = project }) => ({
        isHeldToLine,
        run: `${models.toLocaleString("en")} models (${task})`,
      })),
  );
  const runsOf = (isHeld: boolean) =>
    above.filter(({ isHeldToLine = false }) => isHeldToLine === isHeld).map(({ run }) => run);
  const missed = runsOf(true);
  const others = runsOf(false);
  return [
    missed.length === 0 ? "Every such run met it." : `It was missed by: ${missed.join("; ")}.`,
    ...(others.length === 0 ? [] : [`Of the other runs, these were above it: ${others.join("; ")}.`]),
  ].join("\n");
}

/** What was measured on, without names: figures of another machine cannot be compared with these. */
export function machine(loadBefore: number): string {
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const loads = `${loadBefore.toFixed(1)} when it began, ${(loadavg()[0] ?? 0).toFixed(1)} when it ended`;
  return `Node ${process.version}, ${cpus().length} cores (${processor}), ${memory}; load average ${loads}.`;
}

/** docs/benchmarks/gate.md: what the table holds, and the table that a run with these options made. */
export function benchmarkPage(parts: {
  readonly table: string;
  readonly held: string;
  readonly machine: string;
  readonly options: readonly string[];
}): string {
  return `# What the gate costs

<!-- Written by \`npx node bench/gate/run.ts --page\`; do not edit. -->

All rules on (\`extends: strict\`), the command as it is bundled, from its start to its exit; its report is the text for
people, which is the default, written to a file. A tool's CPU-seconds are user and system time of its process and all that
it starts, all threads together. Beside each run of the gate stands the floor: a Node process that reads the same files and
gives them to \`JSON.parse\`, measured in turns with the gate.
Each pair is run several times (21, seven at 5,000 models and three above, unless \`--repeats\` says otherwise), and the run
in the middle by CPU-seconds is shown; the memory is the largest that any one process held. \`× parse\` is the ratio in the
middle of those of the pairs, as two runs that follow one another meet the same neighbours on the machine. \`at least\` is
the ratio of the least that each side cost in any of its runs, as neighbours only ever add. Peers run once, and are compared
with the floor of the manifest alone. The bundle brings along the code that V8 made of it, for the version of Node that
bundled it; another version compiles it anew, which costs 0.02 seconds.

The manifests are made of this project's own resources as dbt wrote them, copied under other names until there are enough,
with tests and sources in the proportions of large projects, and joined into one graph. They are those of \`dbt build\`,
which is what a pull request is judged by: a quarter of such a manifest is what compiling adds, which no rule reads. The
manifest of \`dbt parse\` lacks it, so the gate does the same work over it and the floor does less. The equal base is what another
run of dbt on the same project writes: every \`created_at\` differs. In the last base one model in a hundred has other code
and other types. The lean project is the fixture of the rules, copied: a third of the others' text for each model, and three
findings for every two. There is as much to judge and little to parse, so its ratio is the largest. The line of 700 MB is
beyond V8's longest string, so that nobody can parse it in one go.

The line that the gate is held to: at most ${ratioAllowed} × parse for what \`dbt build\` wrote, with and without a base, and with an
equal base of 20,000 models less than 1.5 GB.
${parts.held}

${parts.table}

## Where the time goes

Over 5,000 models, reported as JSON and while the machine had no neighbours, the gate costs about 1.1 CPU-seconds beside
a floor of 0.8: Node's start 0.02, the command's and the configuration 0.035, reading the manifest and making the graph 0.68,
all rules and the fingerprints of 5,000 findings 0.27, placing the findings 0.04, the report 0.025. Reading costs less than
the floor, because what nobody asks for is gone at once. An equal base costs a hash of its pieces and of head's; it is not
parsed.

Of a run over 600 models, as \`perf\` samples it: reading the manifest and making the graph 48 %, of which \`JSON.parse\` takes
19; the rules 14 %; placing and reporting 5 %; loading the command and its configuration 12 %; the rest is Node's start and
V8's own threads. No part stands out. What the rules do, they do once or a few hundred times, so most of it is code that V8
meets for the first time; its optimizing compilers are held back for that reason, as they would cost more than they save. A
sixth of all is moving new objects to where they stay. Such code suffers more from neighbours than one long \`JSON.parse\`
does: the ratio is smallest where the floor costs least.

Measured by \`${["npx node bench/gate/run.ts", ...parts.options].join(" ")}\` on:
${parts.machine}
Load above the number of cores makes all figures larger, as processes then share caches; ratios move less.
Runs differ by up to a tenth even so: what is nearer to the line than that is at it, not below it.

To measure anew: \`npx node bench/gate/run.ts --page\`.
`;
}
