// Brings everything the project runs on: npm packages (and with them Node 24), a pinned uv, the Python
// environment, and, unless --tools-only is given, a warehouse with the samples loaded.
// Plain JavaScript without dependencies, because it runs before anything is installed, on Node 20.19 or newer.
// It can be run again at any time: each step leaves a stamp when it is done, and a done step costs nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { currentBundle } from "../cli/bin/current-bundle.cjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const isWindows = process.platform === "win32";
const bin = isWindows ? "Scripts" : "bin";
const uvVersion = "0.13.8";
const oldestNode = [20, 19];
const oldestPython = [3, 11];

process.chdir(root);
requireNode();
step("npm packages", ["package.json", "package-lock.json"], join("node_modules", ".headwater-stamp"), () => {
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
});
step("uv", [], join(".tools", `uv-${uvVersion}.stamp`), installUv);
step("Python packages", ["pyproject.toml", "uv.lock"], join(".venv", ".headwater-stamp"), () => {
  // Compiling once here saves about two seconds at every later start of dbt.
  run(join(".tools", "uv", bin, "uv"), ["sync", "--frozen", "--compile-bytecode", "--quiet"]);
});
if (currentBundle() === undefined) bundleGate();
if (!process.argv.includes("--tools-only")) {
  // dbt's sources are made from the contracts: with another contract, other tables must be there.
  step("samples in the warehouse", contractFiles(), join(".headwater", "samples", "loaded.stamp"), () => {
    run(join("node_modules", ".bin", "node"), [
      "cli/src/headwater.ts",
      "demo",
      "--until",
      "silver",
      "--quiet",
    ]);
  });
}

/** Without a bundle everything works, so a source that cannot be bundled stops nobody who is mending it. */
function bundleGate() {
  process.stderr.write("setup: bundle of the gate …\n");
  const { status } = spawnSync(join("node_modules", ".bin", "node"), ["scripts/bundle.ts"], {
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.stderr.write("setup: the gate cannot be bundled, and starts from its sources.\n");
}

function contractFiles() {
  return readdirSync("contracts", { recursive: true })
    .filter((file) => ["feed.yml", "event.schema.json"].includes(basename(file)))
    .map((file) => join("contracts", file))
    .sort();
}

/** Runs `action` unless `stamp` says it was done for the same content of `inputs`. */
function step(name, inputs, stamp, action) {
  const hash = createHash("sha256");
  for (const file of inputs) hash.update(readFileSync(file));
  const fingerprint = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  process.stderr.write(`setup: ${name} …\n`);
  action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint);
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(`Node ${oldestNode.join(".")} or newer is needed, and this is Node ${process.versions.node}.`);
}

/** uv comes from PyPI into its own small environment, so that its version is ours on every machine. */
function installUv() {
  const python = findPython();
  const folder = join(".tools", "uv");
  rmSync(folder, { recursive: true, force: true });
  const made = spawnSync(python, ["-m", "venv", folder], { encoding: "utf8" });
  if (made.status !== 0) {
    fail(`${python} cannot make a virtual environment; install its venv module (on Debian: python3-venv).`);
  }
  run(join(folder, bin, "python"), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    `uv==${uvVersion}`,
  ]);
}

/**
 * The first Python on the PATH that is new enough.
 * @returns {string} its command
 */
function findPython() {
  const probe = "import sys; print(*sys.version_info[:2])";
  const found = [];
  for (const name of ["python3", "python3.13", "python3.12", "python3.11", "python"]) {
    const answer = spawnSync(name, ["-c", probe], { encoding: "utf8" });
    if (answer.status !== 0) continue;
    const [major, minor] = answer.stdout.trim().split(" ").map(Number);
    if (major === oldestPython[0] && minor >= oldestPython[1]) return name;
    found.push(`${major}.${minor}`);
  }
  const seen = found.length === 0 ? "no Python was found" : `only Python ${found.join(", ")} was found`;
  return fail(`Python ${oldestPython.join(".")} or newer is needed on the PATH, and ${seen}.`);
}

function run(command, args) {
  const path = [resolve("node_modules", ".bin"), process.env.PATH].join(delimiter);
  // What the tools print goes to stderr: stdout belongs to the command that set-up precedes.
  const done = spawnSync(command, args, {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, PATH: path, npm_config_update_notifier: "false" },
    shell: isWindows && command === "npm",
  });
  if (done.error) fail(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0)
    fail(`"${command} ${args.join(" ")}" ended with ${done.status ?? done.signal}; see above.`);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function fail(sentence) {
  process.stderr.write(`setup: ${sentence}\n`);
  process.exit(2);
}
