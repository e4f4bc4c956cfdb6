// Makes cli/dist: the command as JavaScript, with the gate and all that it needs in few files. It starts in a few
// hundredths of a second, where the sources take three tenths. Run with `npx node scripts/bundle.ts [folder]`.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { join, resolve } from "node:path";
import { build } from "rolldown";

import { root } from "./static-checks.ts";

/** The packages that a bundle leaves out: they need Python, databases and native code anyway. */
const external = [/^@headwater\/(ingest|contracts)/];

const outputDir = resolve(process.argv[2] ?? join(root, "cli", "dist"));
rmSync(outputDir, { recursive: true, force: true });
const { output } = await build({
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
// As functions, which is how run-bundle.ts loads them: joining texts of that length at every start would take time.
for (const { fileName } of output.filter((file) => file.fileName !== "headwater.js")) {
  const file = join(outputDir, fileName);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, `(function (exports, require, module, __dirname) {${text}\n})`);
}
writeFileSync(join(outputDir, "package.json"), JSON.stringify({ type: "commonjs" }));

// One run of every rule over a small project, so that the code which V8 makes of the bundle is there for later runs.
const config = join(outputDir, "every-rule.yml");
writeFileSync(config, "gate: { extends: strict }\n");
const project = join(root, "quality", "fixtures", "evaluator-project");
const words = ["gate", "--config", config, "--project-dir", project, "--target-path", "artifacts"];
const comparison = ["--base", join(project, "artifacts"), "--fail-on", "never"];
const formats = ["text", "json"].flatMap((name) => ["--format", `${name}=${devNull}`]);
execFileSync(process.execPath, [join(outputDir, "headwater.js"), ...words, ...comparison, ...formats], {
  env: { ...process.env, HEADWATER_KEEP_CODE: "1" },
  stdio: "inherit",
});
