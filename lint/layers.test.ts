import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

const root = resolve(import.meta.dirname, "..");
const oxlint = join(root, "node_modules", ".bin", "oxlint");
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-layers-")));
  // The project's own rules, less type-aware linting: that needs a whole program, and the layers do not.
  const config = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as { options?: unknown };
  delete config.options;
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify(config));
  cpSync(join(root, "lint", "layers.js"), join(folder, "lint", "layers.js"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes one file into a tree with the project's own lint rules and returns our rules that object. */
function ourFindings(path: string, text: string): readonly string[] {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const done = spawnSync(oxlint, ["--format=json", file], { cwd: folder, encoding: "utf8" });
  rmSync(file);
  const report = JSON.parse(done.stdout) as { diagnostics: readonly Diagnostic[] };
  return report.diagnostics.map((found) => found.code).filter((code) => code.startsWith("headwater("));
}

const forms: readonly [string, string][] = [
  ["static import", 'import { a } from "@headwater/ingest"; export const b = a;'],
  ["type import", 'import type { A } from "@headwater/ingest"; export type B = A;'],
  ["import type expression", 'export type A = import("@headwater/ingest").Landing;'],
  ["dynamic import", 'export const a = async () => import("@headwater/ingest");'],
  ["re-export", 'export { a } from "@headwater/ingest";'],
  ["export of everything", 'export * from "@headwater/ingest";'],
  ["require", 'export const a = require("@headwater/ingest");'],
  ["relative path", 'import { a } from "../../ingest/src/index.ts"; export const b = a;'],
  ["dynamic relative path", 'export const a = async () => import("../../ingest/src/index.ts");'],
  ["side effect", 'import "@headwater/ingest";'],
];

describe("the layer rules", () => {
  it.each(forms)("refuse a planted %s across the layers", (_form, text) => {
    expect(ourFindings("artifacts/src/planted.ts", text)).toEqual(["headwater(layers)"]);
  });

  it.each([
    ["contracts", "artifacts"],
    ["ingest", "artifacts"],
    ["quality", "contracts"],
    ["lineage", "quality"],
    ["powerbi", "ingest"],
    ["ingest", "cli"],
  ])("refuse %s importing %s", (from, to) => {
    const text = `import { a } from "@headwater/${to}"; export const b = a;`;
    expect(ourFindings(`${from}/src/planted.ts`, text)).toEqual(["headwater(layers)"]);
  });

  it.each([
    ["ingest", "@headwater/contracts"],
    ["quality", "@headwater/artifacts"],
    ["cli", "@headwater/ingest/cli"],
    ["ingest", "./landing/segment.ts"],
    ["ingest", "kafkajs"],
  ])("let %s import %s", (from, specifier) => {
    const text = `import { a } from "${specifier}"; export const b = a;`;
    expect(ourFindings(`${from}/src/planted.ts`, text)).toEqual([]);
  });

  it("refuse the cli entry of another package outside the command", () => {
    const text = 'import { a } from "@headwater/contracts/cli"; export const b = a;';
    expect(ourFindings("ingest/src/planted.ts", text)).toEqual(["headwater(layers)"]);
  });

  it("refuse reading the environment outside a command file, and allow it inside", () => {
    const text = 'export const home = process.env["HOME"];';
    expect(ourFindings("ingest/src/planted.ts", text)).toEqual(["headwater(process-at-the-edge)"]);
    expect(ourFindings("ingest/src/commands/planted.ts", text)).toEqual([]);
  });
});

describe("the other structural rules", () => {
  it("refuse a file of more than 300 lines", () => {
    const file = join(folder, "long.ts");
    writeFileSync(file, "export {};\n".repeat(301));
    const done = spawnSync(oxlint, [file], { cwd: folder, encoding: "utf8" });
    expect(done.status).toBe(1);
    expect(done.stdout).toContain("max-lines");
  });

  it("hold for every tracked source file, whatever the language", () => {
    const files = execFileSync("git", ["ls-files", "-z", "*.ts", "*.js", "*.mjs", "*.py", "*.sql"], {
      cwd: root,
    });
    const names = files
      .toString()
      .split("\0")
      .filter((name) => name !== "" && !name.includes("/generated/"));
    const long = names.filter((name) => lineCount(join(root, name)) > 300);
    expect(long).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });
});

function lineCount(file: string): number {
  return Number(execFileSync("wc", ["-l", file]).toString().trim().split(" ")[0]);
}
