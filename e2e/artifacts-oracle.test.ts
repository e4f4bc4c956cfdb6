import { spawnSync } from "node:child_process";
import { join } from "node:path";

import {
  type Column,
  type ProjectNode,
  readCatalog,
  readManifest,
  readRunResults,
  readSources,
} from "@headwater/artifacts";
import { beforeAll, describe, expect, it } from "vitest";

import { python } from "./gate/dbt-project.ts";
import { root } from "./rig/headwater.ts";

const fixtures = join(root, "artifacts", "fixtures");
const versions = ["1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12"];

/** What read_with_parser.py prints for a version. */
interface Facts {
  /** Keys that the parser's schemas do not know. */
  readonly unknown: readonly string[];
  readonly nodes: Readonly<Record<string, unknown>>;
  readonly macros: readonly string[];
  readonly tables: Readonly<Record<string, unknown>>;
  readonly results: readonly unknown[];
  readonly freshness: readonly unknown[];
}

let theirs: Readonly<Record<string, Facts>> = {};

beforeAll(() => {
  const script = join(root, "e2e", "read_with_parser.py");
  const { status, stdout, stderr } = spawnSync(python, [script, fixtures, ...versions], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  // The script's output is ours.
  theirs = JSON.parse(stdout) as Record<string, Facts>;
});

/** The same facts as our reader says them. */
function ours(version: string): Omit<Facts, "unknown"> {
  const file = (name: string) => join(fixtures, version, `${name}.json`);
  const manifest = readManifest(file("manifest"));
  return {
    nodes: Object.fromEntries([...manifest.nodes].map(([id, node]) => [id, factsOf(node)])),
    macros: [...manifest.macros.keys()].toSorted(),
    tables: Object.fromEntries(
      Array.from(readCatalog(file("catalog")).tables, ([id, { columns }]) => [
        id,
        columns.map(({ name, type }) => [name, type]),
      ]),
    ),
    results: readRunResults(file("run_results")).results.map((result) => [
      result.uniqueId,
      result.status,
      result.executionTimeSeconds,
      result.failures ?? null,
    ]),
    freshness: readSources(file("sources")).results.map(({ uniqueId, status }) => [uniqueId, status]),
  };
}

function factsOf(node: ProjectNode) {
  return {
    name: node.name,
    resourceType: node.resourceType,
    packageName: node.packageName,
    originalFilePath: node.originalFilePath,
    description: node.description,
    parents: node.dependsOn.nodes,
    materialized: node.config.materialized ?? null,
    columns: "columns" in node ? node.columns.map(factsOfColumn) : [],
    checksum: checksumOf(node),
    testName: node.resourceType === "test" ? (node.testMetadata?.name ?? null) : null,
  };
}

function factsOfColumn({ name, description, dataType }: Column) {
  return [name, description, dataType ?? null];
}

function checksumOf(node: ProjectNode): string | null {
  if (!("checksum" in node) || node.checksum === undefined) return null;
  return typeof node.checksum === "string" ? node.checksum : node.checksum.value;
}

describe("dbt-artifacts-parser, the Python package, and our reader", () => {
  it.each(versions)("read the same from the artifacts of dbt %s", (version) => {
    const { unknown: _, ...facts } = theirs[version] ?? { unknown: [] };
    expect(ours(version)).toEqual(facts);
  });

  it("differ in one thing: the parser refuses what its schemas do not know", () => {
    const refused = versions.filter((version) => theirs[version]?.unknown.length !== 0);
    expect(refused).toEqual(["1.6", "1.7", "1.12"]);
  });
});
