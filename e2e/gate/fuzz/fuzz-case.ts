import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { artifactFiles } from "./corpus.ts";
import { byteMutations } from "./mutate-bytes.ts";
import { rawText, valueMutations } from "./mutate-values.ts";
import { Random } from "./random.ts";
import type { Artifact } from "./spot.ts";

/** A file that was changed, how, and whether nobody could read it. */
export interface Mutation {
  /** For example "head/manifest.json". */
  readonly file: string;
  readonly changes: readonly string[];
  /** Why a gate must not be green; undefined where the file can still be judged. */
  readonly unreadable: string | undefined;
}

const sides = ["head", "base"] as const;

/** Restores the corpus' artifacts below `folder` and changes one or two of them, as the seed says. */
export function mutateArtifacts(corpus: string, folder: string, seed: number): readonly Mutation[] {
  const random = new Random(seed);
  for (const side of sides) {
    for (const file of artifactFiles) cpSync(join(corpus, side, file), join(folder, side, file));
  }
  // Manifests matter most, and head's more than base's.
  const first = random.next() < 0.5 ? "head/manifest.json" : randomFile(random);
  const files = new Set(random.next() < 0.2 ? [first, randomFile(random)] : [first]);
  return [...files].map((file) => {
    const bytes = readFileSync(join(folder, file));
    const [changed, changes] =
      random.next() < 0.3 ? changedBytes(bytes, random) : changedValues(bytes, random);
    writeFileSync(join(folder, file), changed);
    return { file, changes, unreadable: whyUnreadable(changed, file) };
  });
}

function randomFile(random: Random): string {
  return `${random.pick(sides)}/${random.pick(artifactFiles)}`;
}

function changedBytes(bytes: Buffer, random: Random): readonly [Buffer, readonly string[]] {
  const [changed, change] = random.pick(byteMutations)(bytes, random);
  return [changed, [change]];
}

function changedValues(bytes: Buffer, random: Random): readonly [Buffer, readonly string[]] {
  // dbt's artifacts are objects.
  const artifact = JSON.parse(bytes.toString("utf8")) as Artifact;
  const count = random.pick([1, 1, 1, 2, 5, 20]);
  const changes = Array.from({ length: count }, () =>
    Object.keys(artifact).length === 0 ? "nothing is left" : random.pick(valueMutations)(artifact, random),
  );
  let text = JSON.stringify(artifact);
  for (const [name, raw] of Object.entries(rawText.texts)) {
    text = text.replaceAll(JSON.stringify(rawText.mark(name)), () => raw);
  }
  return [Buffer.from(text), changes];
}

/** Schema names of the artifacts, and the versions that exist. */
const schemas: Readonly<Record<string, RegExp>> = {
  "manifest.json": /\/dbt\/manifest\/v([7-9]|1[0-2]|20)\b/,
  "catalog.json": /\/dbt\/catalog\/v1\b/,
  "run_results.json": /\/dbt\/run-results\/v[1-6]\b/,
  "sources.json": /\/dbt\/sources\/v[1-3]\b/,
};

/** Judges a file by plain means: what is no JSON, or not of this kind, must never give a green verdict. */
function whyUnreadable(bytes: Buffer, file: string): string | undefined {
  let artifact: unknown;
  try {
    artifact = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    return String(error);
  }
  const { metadata, nodes, results } = Object(artifact) as Record<string, unknown>;
  const schema = String(
    Object(metadata).dbt_schema_version ?? Object(Object(metadata)["__base__"]).dbt_schema_version,
  );
  const name = file.slice(file.indexOf("/") + 1);
  if (!schemas[name]?.test(schema)) return `its schema is ${schema}`;
  const content = name === "run_results.json" || name === "sources.json" ? results : nodes;
  const isContent = typeof content === "object" && content !== null;
  return isContent ? undefined : "it has no content";
}
