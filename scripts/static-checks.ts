import { spawnSync } from "node:child_process";
import { delimiter, join, resolve } from "node:path";

/** The root of the repository. */
export const root = resolve(import.meta.dirname, "..");

const venvBin = process.platform === "win32" ? "Scripts" : "bin";

/** The environment in which npm's and the Python environment's commands are found first. */
export const toolEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(root, "node_modules", ".bin"), join(root, ".venv", venvBin), process.env["PATH"] ?? ""].join(
    delimiter,
  ),
};

/** One command whose success is the whole check. */
export interface StaticCheck {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** Everything that is judged without running the product. */
export const staticChecks: readonly StaticCheck[] = [
  { name: "format", command: "oxfmt", args: ["--check", "."] },
  { name: "lint and layers", command: "oxlint", args: ["--deny-warnings"] },
  { name: "types", command: "tsc", args: [] },
  { name: "unused code", command: "knip", args: ["--no-progress", "--treat-config-hints-as-errors"] },
  // Strict mode proves what each package needs without its tests and its neighbours' dependencies.
  {
    name: "undeclared or unused dependencies",
    command: "knip",
    args: ["--no-progress", "--strict", "--include", "dependencies,unlisted,unresolved"],
  },
  { name: "generated files are current", command: "headwater", args: ["contracts", "generate", "--check"] },
  { name: "Python format", command: "ruff", args: ["format", "--check", "."] },
  { name: "Python lint", command: "ruff", args: ["check", "."] },
  { name: "Python types", command: "mypy", args: ["databricks/src", "scripts"] },
  {
    name: "SQL style",
    command: "sqlfluff",
    args: ["lint", "--disable-progress-bar", "models", "snapshots", "tests"],
  },
];

/** Runs every check, prints what failed, and returns the names of the failed ones. */
export function runStaticChecks(): readonly string[] {
  const failed: string[] = [];
  for (const check of staticChecks) {
    const startedMs = performance.now();
    const done = spawnSync(check.command, [...check.args], {
      cwd: root,
      env: toolEnvironment,
      encoding: "utf8",
    });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    const isClean = done.status === 0;
    process.stdout.write(`${isClean ? "ok    " : "FAILED"} ${check.name} (${seconds} s)\n`);
    if (isClean) continue;
    failed.push(check.name);
    process.stdout.write(`${done.error?.message ?? ""}${done.stdout ?? ""}${done.stderr ?? ""}\n`);
  }
  return failed;
}

/** Runs a command with its output shown as it comes; returns whether it ended with 0. */
export function runShown(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const done = spawnSync(command, [...args], {
    cwd: root,
    env: { ...toolEnvironment, ...env },
    stdio: ["ignore", 1, 2],
  });
  if (done.error) process.stderr.write(`${command}: ${done.error.message}\n`);
  return done.status === 0;
}

// `node scripts/static-checks.ts` runs them alone; `npm run check` runs them with the unit tests.
if (import.meta.main && runStaticChecks().length > 0) process.exitCode = 1;
