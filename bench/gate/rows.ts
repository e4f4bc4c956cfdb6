import { cpSync, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type Cost, leastRatio, measure, medianCost, medianRatio } from "./measure.ts";
import type { InstalledPeer } from "./peers.ts";
import { bundled, fromSources } from "./project-artifacts.ts";
import { repositoryRoot } from "./repository.ts";
import { type Scale, scaleArtifacts, type ScaledProject, type Variant } from "./scale-artifacts.ts";

/** One line of the table. */
export interface Row {
  readonly tool: string;
  readonly task: string;
  readonly cost: Cost | undefined;
  /** CPU-seconds by those of the parse of the same files in the same run; undefined where they cannot be parsed. */
  readonly timesParse: number | undefined;
  /** The same of the least that each side cost, where both were run several times. */
  readonly leastTimesParse?: number;
  /** Instead of a cost. */
  readonly problem?: string;
  /** Whether the line that the gate is held to is about this run. */
  readonly isHeldToLine?: boolean;
  /** What was read, where that is not the section's own project. */
  readonly project?: ScaledProject;
}

export interface Section {
  readonly project: ScaledProject;
  readonly rows: readonly Row[];
}

export interface SectionOptions {
  readonly artifactsDir: string;
  readonly folder: string;
  readonly scale: Scale;
  /** Odd, so that one run is in the middle. */
  readonly repeats: number;
  readonly peers: readonly InstalledPeer[];
  /** From a manifest alone to all artifacts and bases. */
  readonly extent: "base" | "manifests" | "all";
  readonly onProgress: (message: string) => void;
}

/** One way to run the gate: what it does, in the words of the table, its folders, and the files it reads. */
interface GateRun {
  readonly task: string;
  readonly args: readonly string[];
  readonly files: readonly string[];
  readonly command?: readonly string[];
  readonly isHeldToLine?: boolean;
}

const artifacts = ["manifest.json", "catalog.json", "run_results.json", "sources.json"];

/** How many of the runs below each extent has. */
const runCounts = { base: 2, manifests: 5, all: Infinity };

const gateRuns: readonly GateRun[] = [
  {
    task: "all rules, manifest",
    args: ["--target-path", "manifest-only"],
    files: ["target/manifest.json"],
    isHeldToLine: true,
  },
  {
    task: "all rules, manifest, equal base",
    args: ["--target-path", "manifest-only", "--base", "base-manifest-only"],
    files: ["target/manifest.json", "base/manifest.json"],
    isHeldToLine: true,
  },
  {
    task: "all rules, manifest, reported as JSON",
    args: ["--target-path", "manifest-only", "--format", "json=gate.json"],
    files: ["target/manifest.json"],
  },
  {
    task: "all rules, manifest as `dbt parse` writes it",
    args: ["--target-path", "parsed"],
    files: ["parsed/manifest.json"],
  },
  {
    task: "all rules, manifest of a lean project",
    args: ["--target-path", "lean"],
    files: ["lean/manifest.json"],
  },
  {
    task: "all rules, all four artifacts",
    args: ["--target-path", "target"],
    files: artifacts.map((file) => `target/${file}`),
    isHeldToLine: true,
  },
  {
    task: "all rules, all four artifacts, equal base",
    args: ["--target-path", "target", "--base", "base"],
    files: artifacts.flatMap((file) => [`target/${file}`, `base/${file}`]),
    isHeldToLine: true,
  },
  {
    task: "all rules, manifest, base in which 1 % of the models differ",
    args: ["--target-path", "manifest-only", "--base", "changed"],
    files: ["target/manifest.json", "changed/manifest.json"],
    isHeldToLine: true,
  },
  {
    task: "all rules, manifest, from TypeScript sources",
    args: ["--target-path", "manifest-only"],
    files: ["target/manifest.json"],
    command: fromSources,
  },
];

/** Makes a project of one size, and measures every tool on it. */
export function measureSection(options: SectionOptions): Section {
  const { folder, scale, repeats, onProgress } = options;
  const say = (message: string): void => onProgress(`${scale.copies} copies: ${message}`);
  say("making the artifacts");
  const project = makeProject(options);
  const lean = options.extent === "base" ? undefined : makeLeanProject(folder, project.models);
  const runs = gateRuns.slice(0, runCounts[options.extent]);
  const rows = runs.flatMap((run) => {
    say(run.task);
    const gateCosts: Cost[] = [];
    const floorCosts: Cost[] = [];
    for (let round = 0; round < repeats; round++) {
      floorCosts.push(measureIn(folder, [process.execPath, floorScript, ...run.files]));
      gateCosts.push(measureIn(folder, [...(run.command ?? bundled), "gate", ...gateWords, ...run.args]));
    }
    const floor = medianCost(floorCosts);
    const isFloor = floor.exitCode === 0;
    const gate = medianCost(gateCosts);
    const files = run.files.length === 1 ? "that file" : `those ${run.files.length} files`;
    const [manifest = ""] = run.files;
    const manifestBytes = statSync(join(folder, manifest)).size;
    const read = manifest.startsWith("lean/") && lean ? lean : { ...project, manifestBytes };
    return [
      {
        project: read,
        tool: "Node",
        task: `reads and JSON.parses ${files}`,
        ...(isFloor ? { cost: floor } : { cost: undefined, problem: "longer than V8's longest string" }),
        timesParse: isFloor ? 1 : undefined,
      },
      {
        project: read,
        tool: "**headwater gate**",
        task: run.task,
        ...(run.isHeldToLine && { isHeldToLine: true }),
        timesParse: isFloor ? medianRatio(gateCosts, floorCosts) : undefined,
        ...(isFloor && { leastTimesParse: leastRatio(gateCosts, floorCosts) }),
        ...judged(gate),
      },
    ];
  });
  return { project, rows: [...rows, ...peerRows(options, rows[0]?.cost)] };
}

const floorScript = join(import.meta.dirname, "parse-floor.mjs");
const gateWords = ["--project-dir", ".", "--config", "headwater.yml"];

function measureIn(folder: string, command: readonly string[]): Cost {
  return measure({ command, cwd: folder, outputFile: join(folder, "output.txt") });
}

/** 0 and 1 are verdicts; anything else means that nothing was judged, and its cost says nothing. */
function judged(cost: Cost): Pick<Row, "cost" | "problem"> {
  if (cost.exitCode === 0 || cost.exitCode === 1) return { cost };
  return { cost: undefined, problem: `ended with ${cost.exitCode}` };
}

function makeProject({ artifactsDir, folder, scale, extent }: SectionOptions): ScaledProject {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project = scaleArtifacts(artifactsDir, join(folder, "target"), scale);
  scaleArtifacts(artifactsDir, join(folder, "base"), scale, "equal");
  const onlyManifests: Variant[] = [];
  if (extent !== "base") onlyManifests.push("parsed");
  if (extent === "all") onlyManifests.push("changed");
  for (const variant of onlyManifests) {
    scaleArtifacts(artifactsDir, join(folder, variant), scale, variant);
    for (const file of artifacts.slice(1)) rmSync(join(folder, variant, file));
  }
  for (const side of ["target", "base"]) {
    const only = join(folder, side === "target" ? "manifest-only" : "base-manifest-only");
    mkdirSync(only);
    linkSync(join(folder, side, "manifest.json"), join(only, "manifest.json"));
  }
  cpSync(join(repositoryRoot, "dbt_project.yml"), join(folder, "dbt_project.yml"));
  writeFileSync(join(folder, "headwater.yml"), "gate:\n  extends: strict\n");
  return project;
}

/** A project that is all nodes and findings: as many models, with few columns and a line or two of SQL each. */
function makeLeanProject(folder: string, models: number): ScaledProject {
  const copied = join(repositoryRoot, "quality", "fixtures", "evaluator-project", "artifacts");
  const whole = { oneTestIn: 1, copiesPerSources: 1 };
  const one = scaleArtifacts(copied, join(folder, "lean"), { copies: 1, ...whole });
  return scaleArtifacts(copied, join(folder, "lean"), { copies: Math.ceil(models / one.models), ...whole });
}

function peerRows({ peers, folder, onProgress }: SectionOptions, floor: Cost | undefined): readonly Row[] {
  const none = { cost: undefined, timesParse: undefined };
  return peers.map((peer) => {
    if ("problem" in peer) {
      return { ...none, tool: peer.name, task: peer.task, problem: peer.problem };
    }
    const tool = `${peer.name} ${peer.version}`;
    if (peer.command === undefined) {
      return { ...none, tool, task: peer.task, problem: "it installs, but has no command here" };
    }
    onProgress(tool);
    peer.configure?.(folder);
    const cost = measureIn(folder, peer.command(peer.binDir));
    return {
      tool,
      task: peer.task,
      timesParse: floor && cost.cpuSeconds / floor.cpuSeconds,
      ...judged(cost),
    };
  });
}
