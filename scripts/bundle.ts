// Makes cli/dist: the command as JavaScript, with the gate and all that it needs in few files. It starts in a few
// hundredths of a second, where the sources take three tenths. Run with `npx node scripts/bundle.ts`.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";

import { root } from "./static-checks.ts";

/** The packages that a bundle leaves out: they need Python, databases and native code anyway. */
const external = [/^@headwater\/(ingest|contracts)/];

const outputDir = join(root, "cli", "dist");
rmSync(outputDir, { recursive: true, force: true });
await build({
  input: {
    headwater: join(root, "cli", "src", "run-bundle.ts"),
    "run-command": join(root, "cli", "src", "run-command.ts"),
  },
  platform: "node",
  external,
  logLevel: "warn",
  output: {
    dir: outputDir,
    // Node loads CommonJS faster than ES modules, and text that is ASCII only faster than any other.
    format: "cjs",
    minify: { mangle: false, codegen: { asciiOnly: true } },
    chunkFileNames: "[name].js",
    cleanDir: true,
  },
});
writeFileSync(join(outputDir, "package.json"), JSON.stringify({ type: "commonjs" }));

// One run over a small project, so that the code which V8 makes of the bundle is there for every later run.
const project = join(root, "quality", "fixtures", "evaluator-project");
const words = ["--project-dir", project, "--target-path", "artifacts", "--fail-on", "never"];
const base = ["--base", join(project, "artifacts")];
execFileSync(
  process.execPath,
  [join(outputDir, "headwater.js"), "gate", ...words, ...base, "--format", `json=${devNull}`],
  { env: { ...process.env, HEADWATER_KEEP_CODE: "1" }, stdio: "inherit" },
);
