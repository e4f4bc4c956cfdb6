import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { temporaryFolder } from "../rig/headwater.ts";
import { artifactFiles, makeCorpus } from "./fuzz/corpus.ts";
import { runGateInProcess } from "./gate-in-process.ts";
import {
  type Artifact,
  inSnowflake,
  withBackslashes,
  withShuffledKeys,
  withUpperCaseCatalog,
  withUpperCaseColumns,
  withUpperCaseRelations,
} from "./rewrite-artifacts.ts";

const folder = temporaryFolder("metamorphic");
const corpus = join(folder.path, "corpus");
const sides = ["head", "base"] as const;

/** Rewrites one artifact of one side. */
type Rewrite = (artifact: Artifact, file: string, side: (typeof sides)[number]) => Artifact;

beforeAll(() => makeCorpus(corpus));
afterAll(() => folder[Symbol.dispose]());

/** What a run says, without the wording. */
interface Verdict {
  readonly exitCode: number | undefined;
  readonly findings: readonly string[];
}

/** Judges the corpus with its artifacts rewritten; findings are compared by what they are about, not by words. */
async function judge(...rewrites: readonly Rewrite[]): Promise<Verdict> {
  const artifacts = join(folder.path, "rewritten");
  rmSync(artifacts, { recursive: true, force: true });
  for (const side of sides) {
    mkdirSync(join(artifacts, side), { recursive: true });
    for (const file of artifactFiles) {
      const text = readFileSync(join(corpus, side, file), "utf8");
      // dbt's artifacts are objects.
      const before = JSON.parse(text) as Artifact;
      const after = rewrites.reduce((artifact, rewrite) => rewrite(artifact, file, side), before);
      writeFileSync(join(artifacts, side, file), JSON.stringify(after));
    }
  }
  const report = join(artifacts, "report.json");
  const { exitCode, error } = await runGateInProcess(
    {
      projectDir: join(corpus, "project"),
      head: join(artifacts, "head"),
      base: join(artifacts, "base"),
      config: join(corpus, "headwater.yml"),
    },
    { json: report },
  );
  if (error !== undefined) throw error;
  const { findings } = JSON.parse(readFileSync(report, "utf8")) as { findings: readonly JsonFinding[] };
  return {
    exitCode,
    findings: findings.map(identityOf).toSorted((left, right) => left.localeCompare(right)),
  };
}

/** The parts of a finding in the JSON report that make it that finding. */
interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly status: string;
  readonly unique_id: string;
  readonly column?: string | null;
  readonly file: string;
  readonly line: number | null;
  readonly related: readonly string[];
}

function identityOf({
  rule,
  severity,
  status,
  unique_id: id,
  column,
  file,
  line,
  related,
}: JsonFinding): string {
  const place = `${file}:${line}`;
  return [rule, severity, status, id, column?.toLowerCase() ?? "", place, ...related.toSorted()].join(" ");
}

/** What only one of two runs says; nothing where they say the same. */
function differences(first: Verdict, second: Verdict): readonly string[] {
  const without = (some: Verdict, others: Verdict) =>
    some.findings.filter((finding) => !others.findings.includes(finding));
  return [
    ...(first.exitCode === second.exitCode ? [] : [`exit ${first.exitCode} and exit ${second.exitCode}`]),
    ...without(first, second).map((finding) => `only the first: ${finding}`),
    ...without(second, first).map((finding) => `only the second: ${finding}`),
  ];
}

let plain: Verdict;
beforeAll(async () => void (plain = await judge()));

describe("no verdict changes", () => {
  it("where there is one, of many kinds of findings", () => {
    expect(plain.exitCode).toBe(1);
    expect(new Set(plain.findings.map((finding) => finding.split(" ")[0])).size).toBeGreaterThan(15);
    expect(new Set(plain.findings.map((finding) => finding.split(" ")[2]))).toEqual(
      new Set(["existing", "new"]),
    );
  });

  it.each([1, 2, 3])("when keys come in another order (%i)", async (seed) => {
    const shuffled: Rewrite = (artifact) => withShuffledKeys(artifact, seed);
    expect(differences(plain, await judge(shuffled))).toEqual([]);
  });

  it("when dbt ran on Windows, on both sides or on one", async () => {
    expect(differences(plain, await judge(withBackslashes))).toEqual([]);
    expect(differences(plain, await judge(onHead(withBackslashes)))).toEqual([]);
  });

  it("when the warehouse spells names in upper case", async () => {
    expect(differences(plain, await judge(withUpperCaseCatalog))).toEqual([]);
    // Snowflake folds to upper case, so that is how its catalog spells what nobody quoted.
    expect(differences(plain, await judge(inSnowflake, withUpperCaseCatalog))).toEqual([]);
  });

  it.each([
    ["columns", withUpperCaseColumns],
    ["relations", withUpperCaseRelations],
  ] as const)("when YAML spells %s in another case, on both sides or on one", async (_, rewrite) => {
    for (const adapter of [[], [inSnowflake, withUpperCaseCatalog]]) {
      expect(differences(plain, await judge(...adapter, rewrite))).toEqual([]);
      expect(differences(plain, await judge(...adapter, onHead(rewrite)))).toEqual([]);
    }
  });
});

function onHead(rewrite: Rewrite): Rewrite {
  return (artifact, file, side) => (side === "head" ? rewrite(artifact, file, side) : artifact);
}
