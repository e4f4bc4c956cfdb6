import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  buildProjectGraph,
  compareState,
  contractBreaks,
  isContractBrokenByRemoval,
  type Model,
  type ProjectGraph,
  readManifest,
  stateMatcher,
  type StateValue,
} from "@headwater/artifacts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { temporaryFolder } from "../rig/headwater.ts";
import { copyDbtProject, ProjectChange, python } from "./dbt-project.ts";
import { allEdits } from "./state-edits/all-edits.ts";
import { preparation } from "./state-edits/edit.ts";

const folder = temporaryFolder("state-edits");
const inFolder = (...parts: readonly string[]): string => join(folder.path, ...parts);
/** Without "old" and "unmodified", which are all other nodes. */
const values: readonly StateValue[] = [
  "new",
  "modified",
  "modified.body",
  "modified.configs",
  "modified.persisted_descriptions",
  "modified.relation",
  "modified.macros",
  "modified.contract",
];
const selectors = values.map((value) => `state:${value}`);

/** dbt's answer to one selector. It refuses to answer where a contract of a versioned model is broken. */
type Answer = { readonly ids: readonly string[] } | { readonly error: string };

let base: ProjectGraph;
const table: string[] = [];

beforeAll(() => {
  const project = inFolder("project");
  copyDbtProject(project);
  preparation.change(new ProjectChange(project)).apply();
  const edits = allEdits.map(({ name, change }) => ({
    name,
    files: change(new ProjectChange(project)).files,
  }));
  const plan = { project, base: inFolder("base"), out: inFolder("out"), selectors, edits };
  writeFileSync(inFolder("plan.json"), JSON.stringify(plan));
  const done = spawnSync(python, [join(import.meta.dirname, "ask_dbt.py"), inFolder("plan.json")], {
    encoding: "utf8",
    env: { ...process.env, HEADWATER_DUCKDB: inFolder("none.duckdb") },
  });
  if (done.status !== 0) throw new Error(`dbt could not be asked:\n${done.stdout}${done.stderr}`);
  base = readGraph("base");
}, 900_000);

afterAll(() => {
  console.log(`Nodes that dbt ls and the state comparison select alike:\n${table.join("\n")}`);
  folder[Symbol.dispose]();
});

function readGraph(...parts: readonly string[]): ProjectGraph {
  return buildProjectGraph(readManifest(inFolder(...parts, "manifest.json")));
}

describe("the classes of change are those of dbt ls --select state:…", () => {
  it("on at least 30 edits", () => expect(allEdits.length).toBeGreaterThanOrEqual(30));

  it.each(allEdits)("after the edit $name", ({ name }) => {
    const head = readGraph("out", name);
    const state = compareState(base, head);
    // Our own script has written it.
    const answers = JSON.parse(readFileSync(inFolder("out", name, "answers.json"), "utf8")) as Readonly<
      Record<string, Answer>
    >;
    const counts: string[] = [];
    for (const value of values) {
      const answer = answers[`state:${value}`];
      if (answer === undefined) throw new Error(`dbt was not asked for ${value}.`);
      if ("error" in answer) {
        counts.push(`${value} refused`);
        expect(answer.error).toContain("Breaking change to contract");
        expect(brokenContracts(base, head)).not.toEqual([]);
        continue;
      }
      const ours = head.nodes.filter(stateMatcher(state, value)).map((node) => node.uniqueId);
      if (answer.ids.length > 0) counts.push(`${answer.ids.length} ${value}`);
      expect({ [value]: ours.toSorted(byText) }).toEqual({ [value]: answer.ids.toSorted(byText) });
    }
    table.push(`  ${name.padEnd(36)} ${counts.join(", ") || "nothing"}`);
  });
});

/** Ids of the models whose contract head no longer keeps. */
function brokenContracts(before: ProjectGraph, after: ProjectGraph): readonly string[] {
  const isBroken = (model: Model): boolean => {
    const now = after.node(model.uniqueId);
    return now?.resourceType === "model"
      ? contractBreaks(model, now).length > 0
      : isContractBrokenByRemoval(model, new Date(0));
  };
  return before
    .byType("model")
    .filter(isBroken)
    .map(({ uniqueId }) => uniqueId);
}

function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
