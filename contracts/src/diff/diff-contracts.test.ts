import { rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { STREAM_SETTINGS } from "../testing/test-feed.ts";
import { testFolder } from "../testing/test-folder.ts";
import { TestRepository } from "../testing/test-repository.ts";
import { diffContracts } from "./diff-contracts.ts";
import { renderDiff } from "./render-diff.ts";

const text = { type: "string", description: "A field." };
const flag = { type: "boolean", description: "A field." };

async function newRepository(): Promise<TestRepository> {
  return new TestRepository(await testFolder());
}

describe("diffContracts", () => {
  it("compares the working tree with every version on the base's own history", async () => {
    const repository = await newRepository();
    await repository.write({ unit: text });
    repository.commit("first");
    await repository.write({});
    repository.commit("field removed");
    await repository.write({ unit: flag });
    const report = await diffContracts(repository.contractsDir, "main");
    expect(report.comparedVersions).toBe(2);
    expect(report.findings.map(({ level, code, subject }) => `${level} ${code} ${subject}`)).toEqual([
      "breaking TYPE_CHANGED unit",
      "compatible FIELD_ADDED unit",
    ]);
    expect(renderDiff(report).replaceAll(/[0-9a-f]{10}/g, "<commit>")).toMatchInlineSnapshot(`
      "readings
        breaking    TYPE_CHANGED  unit is boolean now, formerly string (against <commit>)
        compatible  FIELD_ADDED  unit is new and may be missing (against <commit>)
      1 breaking and 1 compatible changes, compared with 2 versions in the history of main.
      A break that is meant needs a higher \`major\` in feed.yml, or a new feed."
    `);
  });

  it("leaves out what a branch tried before it was merged", async () => {
    const repository = await newRepository();
    await repository.write({});
    repository.commit("first");
    repository.git("switch", "--quiet", "--create", "topic");
    await repository.write({ unit: text });
    repository.commit("tried");
    await repository.write({ unit: flag });
    repository.commit("meant");
    repository.git("switch", "--quiet", "main");
    repository.commit("meanwhile");
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic");
    const report = await diffContracts(repository.contractsDir, "main");
    expect(report).toMatchObject({ comparedVersions: 2, findings: [] });
  });

  it("reports a feed whose folder is gone, and none that was gone before", async () => {
    const repository = await newRepository();
    await repository.write({});
    await repository.write({}, { ...STREAM_SETTINGS, name: "others" }, "others");
    repository.commit("first");
    await rm(path.join(repository.contractsDir, "readings"), { recursive: true });
    expect((await diffContracts(repository.contractsDir, "main")).findings).toMatchObject([
      { code: "FEED_REMOVED" },
    ]);
    repository.commit("removed");
    expect((await diffContracts(repository.contractsDir, "main")).findings).toEqual([]);
  });

  it("passes over an invalid version in the history and says so", async () => {
    const repository = await newRepository();
    await repository.write({}, "name: [");
    repository.commit("broken");
    await repository.write({});
    repository.commit("mended");
    const report = await diffContracts(repository.contractsDir, "main");
    expect(report).toMatchObject({ comparedVersions: 1, skipped: [{ feed: "readings" }], findings: [] });
    expect(renderDiff(report)).toContain("no valid contract and was not compared");
  });

  it("does not judge against a base whose present contract is invalid", async () => {
    const repository = await newRepository();
    await repository.write({}, "name: [");
    repository.commit("broken");
    await repository.write({});
    await expect(diffContracts(repository.contractsDir, "main")).rejects.toMatchObject({
      code: "CONTRACTS_BASE_UNREADABLE",
    });
  });

  it("names a base that does not exist", async () => {
    const repository = await newRepository();
    await repository.write({});
    repository.commit("first");
    for (const ref of ["origin/main", "--all"]) {
      await expect(diffContracts(repository.contractsDir, ref)).rejects.toMatchObject({
        code: "CONTRACTS_GIT_FAILED",
        message: expect.stringContaining(`"${ref}"`),
      });
    }
  });

  it("does not judge from a shallow clone, whose history is cut off", async () => {
    const repository = await newRepository();
    await repository.write({});
    repository.commit("first");
    repository.commit("second");
    const clone = path.join(await testFolder(), "clone");
    repository.git("clone", "--quiet", "--depth=1", `file://${repository.root}`, clone);
    await expect(diffContracts(path.join(clone, "contracts"), "main")).rejects.toMatchObject({
      message: expect.stringContaining("shallow"),
    });
  });
});
