// Makes cli/dist: the command as JavaScript, with the gate and all that it needs in few files. It starts in a few
// hundredths of a second, where the sources take three tenths. Run with `npx node scripts/bundle.ts [folder]`.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { devNull, tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { build } from "rolldown";

import { root } from "./static-checks.ts";

/** The packages that a bundle leaves out: they need Python, databases and native code anyway. */
const external = [/^@headwater\/(ingest|contracts)/];

const bundleDir = resolve(process.argv[2] ?? join(root, "cli", "dist"));
// Whoever starts meanwhile finds the old bundle or none, and not half of a new one.
const outputDir = join(dirname(bundleDir), `.${basename(bundleDir)}-${process.pid}`);
const { output } = await build({
  input: {
    headwater: join(root, "cli", "src", "run-bundle.ts"),
    "run-command": join(root, "cli", "src", "run-command.ts"),
  },
  platform: "node",
  external,
  // A class names its fields for TypeScript and sets them in its constructor; V8 would set each of them twice.
  transform: { typescript: { removeClassFieldsWithoutInitializer: true } },
  tsconfig: false,
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

// One run of every rule over small projects, so that the code which V8 makes of the bundle is there for later runs.
const workspace = mkdtempSync(join(tmpdir(), "headwater-bundle-"));
try {
  fillWorkspace(workspace);
  const words = ["gate", "--config", "headwater.yml", "--base", "base", "--fail-on", "never"];
  const formats = ["text", "json"].flatMap((name) => ["--format", `${name}=${devNull}`]);
  execFileSync(process.execPath, [join(outputDir, "headwater.js"), ...words, ...formats], {
    cwd: workspace,
    env: { ...process.env, HEADWATER_KEEP_CODE: "1" },
    stdio: "inherit",
  });
} finally {
  rmSync(workspace, { recursive: true });
}
writeFileSync(join(outputDir, "sources.json"), JSON.stringify(sourcesOf(output)));
rmSync(bundleDir, { recursive: true, force: true });
renameSync(outputDir, bundleDir);

/** What the bundle was made of, with times and sizes: by these, cli/bin/current-bundle.cjs tells whether it still is. */
function sourcesOf(
  files: typeof output,
): readonly (readonly [file: string, mtimeMs: number, sizeBytes: number])[] {
  const modules = files.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  const own = modules.filter((file) => file.startsWith(root) && !file.includes("node_modules"));
  // The lockfile stands for the other packages, and for the Node that made the code.
  return [...own, join(root, "package-lock.json")].map((file) => {
    const { mtimeMs, size } = statSync(file);
    return [relative(bundleDir, file), mtimeMs, size];
  });
}

/** The project that breaks many rules, and one by every dbt version that is read, with the version before as its base. */
function fillWorkspace(folder: string): void {
  writeFileSync(join(folder, "headwater.yml"), "gate: { extends: strict, projects: [project-*] }\n");
  const evaluator = join(root, "quality", "fixtures", "evaluator-project");
  addProject("evaluator", evaluator, join(evaluator, "artifacts"), join(evaluator, "artifacts"));

  const fixtures = join(root, "artifacts", "fixtures");
  const versions = readdirSync(fixtures)
    .filter((name) => /^\d+\.\d+$/.test(name))
    .toSorted((one, other) => one.localeCompare(other, "en", { numeric: true }));
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1] ?? version;
    addProject(version, join(fixtures, "project", "base"), join(fixtures, version), join(fixtures, before));
  }

  function addProject(name: string, files: string, artifacts: string, base: string): void {
    const project = `project-${name}`;
    cpSync(files, join(folder, project), { recursive: true });
    cpSync(artifacts, join(folder, project, "target"), { recursive: true });
    cpSync(base, join(folder, "base", project), { recursive: true });
  }
}
