import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { repositoryRoot } from "./repository.ts";

/** Another tool that judges a dbt project by its artifacts. */
export interface Peer {
  readonly name: string;
  /** What it is asked to do, for the table. */
  readonly task: string;
  /** Its command in a folder that holds `target/`; undefined where there is none to measure. */
  readonly command?: (binDir: string) => readonly string[];
  /** Writes the configuration that it cannot do without. */
  readonly configure?: (folder: string) => void;
}

/** A peer in an environment of its own, or why there is none. */
export type InstalledPeer = Peer &
  ({ readonly version: string; readonly binDir: string } | { readonly problem: string });

/** Every rule of dbtective that works without a project's own values. */
const dbtectiveRules = [
  "code_contains_refs",
  "code_max_joins",
  "code_max_lines",
  "code_no_hardcoded_refs",
  "exposure_parents_materialized",
  "has_contract_enforced",
  "has_description",
  "has_unique_test",
  "is_not_orphaned",
  "max_downstream_dependencies",
  "max_materialization_lineage",
  "max_upstream_dependencies",
  "property_file_colocation",
  "sources_have_freshness",
  "sources_have_loader",
];

export const peers: readonly Peer[] = [
  {
    name: "dbt-bouncer",
    task: "27 checks, its strictest preset",
    command: (binDir) => [
      join(binDir, "dbt-bouncer"),
      "run",
      "--preset",
      "strict",
      "--output-file",
      "dbt-bouncer.json",
    ],
  },
  {
    name: "dbtective",
    task: `${dbtectiveRules.length} rules, all that need no values`,
    configure: (folder) =>
      writeFileSync(
        join(folder, "dbtective.yml"),
        `manifest_tests:\n${dbtectiveRules.map((rule) => `  - {name: ${rule}, type: ${rule}}\n`).join("")}`,
      ),
    command: (binDir) => [
      join(binDir, "dbtective"),
      "run",
      "--only-manifest",
      "--output-format",
      "json",
      "--output-file",
      "dbtective.json",
    ],
  },
  {
    name: "dbt-score",
    task: "all its rules",
    command: (binDir) => [
      join(binDir, "dbt-score"),
      "lint",
      "--manifest",
      "target/manifest.json",
      "--format",
      "json",
      "--fail-any-item-under",
      "0",
      "--fail-project-under",
      "0",
    ],
  },
  {
    name: "dbt-coverage",
    task: "coverage of documentation, from manifest and catalog",
    command: (binDir) => [join(binDir, "dbt-coverage"), "compute", "doc"],
  },
  // A set of pre-commit hooks, each of which reads the whole manifest.
  { name: "dbt-checkpoint", task: "one hook a check" },
];

/** Installs a peer from PyPI into an environment of its own below `folder`. */
export function installPeer(peer: Peer, folder: string): InstalledPeer {
  const uv = join(repositoryRoot, ".tools", "uv", "bin", "uv");
  const environment = join(folder, peer.name);
  const python = join(environment, "bin", "python");
  const run = (...args: readonly string[]) => spawnSync(uv, args, { encoding: "utf8" });
  const made = run(
    "venv",
    "--quiet",
    "--python",
    join(repositoryRoot, ".venv", "bin", "python"),
    environment,
  );
  const installed = made.status === 0 ? run("pip", "install", "--python", python, peer.name) : made;
  if (installed.status !== 0) {
    const reason = installed.stderr ?? installed.error?.message ?? "";
    // The whole reason names this machine's folders.
    const isUnknown = /was not found in the package registry/.test(reason.replaceAll(/\s+/g, " "));
    return { ...peer, problem: isUnknown ? "not in the package registry" : "does not install" };
  }
  const listed = run("pip", "show", "--python", python, peer.name).stdout;
  const version = /^Version: (.+)$/m.exec(listed)?.[1] ?? "unknown version";
  return { ...peer, version, binDir: join(environment, "bin") };
}
