// Measures the gate on manifests of 600, 5,000 and 20,000 models and on one of 700 MB, beside JSON.parse of the same
// files and beside every other tool that installs, and prints a Markdown table. See docs/benchmarks/gate.md.
//
//   npx node bench/gate/run.ts                     everything; takes about a quarter of an hour on a quiet machine
//   npx node bench/gate/run.ts --page              writes docs/benchmarks/gate.md
//   npx node bench/gate/run.ts --sizes 600,5000    only these sizes
//   npx node bench/gate/run.ts --repeats 1         each once, where time is short
//   npx node bench/gate/run.ts --no-peers          without the other tools
//   npx node bench/gate/run.ts --peers-up-to 5000  without them on larger manifests
//   npx node bench/gate/run.ts --manifest-only     without the other three artifacts and the changed base
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { benchmarkPage, machine, heldLine } from "./page.ts";
import { installPeer, peers } from "./peers.ts";
import { bundle, makeProjectArtifacts } from "./project-artifacts.ts";
import { repositoryRoot } from "./repository.ts";
import { measureSection, type SectionOptions } from "./rows.ts";
import { type Scale, scaleArtifacts, type ScaledProject } from "./scale-artifacts.ts";
import { markdownTable } from "./table.ts";

/** As large projects are: a tested key and a few more tests, and far fewer sources than models. */
const usual = { oneTestIn: 15, copiesPerSources: 8 };
const largeBytes = 700e6;

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "600,5000,20000,large" },
    state: { type: "string", default: join(repositoryRoot, ".headwater", "bench-gate") },
    peers: { type: "boolean", default: true },
    "peers-up-to": { type: "string", default: "20000" },
    "manifest-only": { type: "boolean", default: false },
    page: { type: "boolean", default: false },
    repeats: { type: "string" },
    help: { type: "boolean", default: false },
  },
  allowNegative: true,
});

if (values.help) {
  console.log(
    "node bench/gate/run.ts [--page] [--sizes 600,5000,20000,large] [--repeats N] [--manifest-only]\n" +
      "  [--no-peers] [--peers-up-to MODELS] [--state DIR]",
  );
  process.exit(0);
}

const say = (message: string): void => void process.stderr.write(`${message}\n`);
const [loadBefore = 0] = loadavg();
const work = mkdtempSync(join(tmpdir(), "headwater-bench-"));
try {
  say(`the project's artifacts, in ${values.state}`);
  const artifactsDir = makeProjectArtifacts(values.state);
  bundle();
  const installed = values.peers ? peers.map((peer) => installPeer(peer, join(work, "peers"))) : [];
  const sections = values.sizes.split(",").map((size) => {
    const folder = join(work, size);
    const section = measureSection({
      artifactsDir,
      folder,
      onProgress: say,
      ...planFor(size, artifactsDir, installed),
    });
    rmSync(folder, { recursive: true });
    // A run that is broken off has shown what it measured.
    say(markdownTable([section]));
    return section;
  });
  const table = markdownTable(sections);
  const machineText = machine(loadBefore);
  console.log(`${table}\n\n${machineText}`);
  if (values.page) {
    // The state's folder is this machine's own affair.
    const options = process.argv
      .slice(2)
      .filter((word, at, all) => word !== "--state" && all[at - 1] !== "--state");
    const page = join(repositoryRoot, "docs", "benchmarks", "gate.md");
    writeFileSync(page, benchmarkPage({ table, held: heldLine(sections), machine: machineText, options }));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

type Plan = Pick<SectionOptions, "scale" | "repeats" | "peers" | "extent">;

function planFor(size: string, artifactsDir: string, installed: SectionOptions["peers"]): Plan {
  const sizeOf = (copies: number, usedScale: Omit<Scale, "copies">): ScaledProject =>
    scaleArtifacts(artifactsDir, join(work, "sized"), { copies, ...usedScale });
  if (size !== "large") {
    const copies = Math.ceil(Number(size) / sizeOf(1, usual).models);
    const repeats = Number(values.repeats ?? usualRepeats(Number(size)));
    return {
      scale: { copies, ...usual },
      repeats,
      peers: Number(size) > Number(values["peers-up-to"]) ? [] : installed,
      extent: values["manifest-only"] ? "manifests" : "all",
    };
  }
  // Every copy with all its tests and sources.
  const whole = { oneTestIn: 1, copiesPerSources: 1 };
  const bytesPerCopy = sizeOf(2, whole).manifestBytes - sizeOf(1, whole).manifestBytes;
  const copies = Math.ceil(largeBytes / bytesPerCopy);
  return { scale: { copies, ...whole }, repeats: 1, peers: [], extent: "base" };
}

/** The shorter a run, the more a moment's disturbance weighs, and the less it costs to run it again. */
function usualRepeats(models: number): number {
  if (models < 2000) return 21;
  return models < 10_000 ? 7 : 3;
}
