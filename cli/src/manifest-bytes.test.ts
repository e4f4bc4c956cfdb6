import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { manifestBytes } from "./manifest-bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "headwater-manifest-"));
for (const [target, text] of [
  ["target", "{}"],
  ["other", "{ }"],
] as const) {
  mkdirSync(join(folder, target));
  writeFileSync(join(folder, target, "manifest.json"), text);
}
afterAll(() => rmSync(folder, { recursive: true }));

describe("manifestBytes", () => {
  it.each([
    [["--project-dir", folder], 2],
    [[`--project-dir=${folder}`, "--json"], 2],
    [["--target-path", "other", "--project-dir", folder], 3],
    [[`--target-path=${join(folder, "other")}`], 3],
    [["--project-dir", join(folder, "nowhere")], undefined],
    [["--target-path", "nowhere", `--project-dir=${folder}`], undefined],
    [["--project-dir", "\0"], undefined],
  ])("finds the manifest that %j names", (words, bytes) => {
    expect(manifestBytes(words)).toBe(bytes);
  });
});
