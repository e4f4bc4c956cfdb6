// Breaks the rules of the gate on purpose, one condition at a time, and runs the broken file's own test each time.
// A change that no test notices is a survivor, and survivors end it with exit code 1.
//
//   node scripts/mutate-rules.ts                     all rules, and the modules they share
//   node scripts/mutate-rules.ts model-fanout paths  only files with these names
import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { basename, resolve } from "node:path";
import { createInterface } from "node:readline";

import { equivalent } from "./mutation/equivalent.ts";

const root = resolve(import.meta.dirname, "..");
const sources = [
  "quality/src/rules/*/*.ts",
  "quality/src/changes/*.ts",
  "quality/src/sql/*.ts",
  "quality/src/*.ts",
];
/** A test that takes longer than this hangs, and so it noticed the change. */
const patienceMs = 30_000;

interface Tally {
  mutants: number;
  readonly survivors: string[];
}

const wanted = process.argv.slice(2);
const files = globSync(sources, { cwd: root })
  .filter((file) => existsSync(resolve(root, file.replace(/\.ts$/, ".test.ts"))))
  .filter((file) => wanted.length === 0 || wanted.includes(basename(file, ".ts")))
  .toSorted();

const tally: Tally = { mutants: 0, survivors: [] };
for (const file of files) {
  let next: number | undefined = 0;
  while (next !== undefined) next = await tryMutants(file, next, tally);
}
const survived = tally.survivors.length;
console.log(
  `${files.length} files, ${tally.mutants} mutants, ${tally.mutants - survived} noticed, ${survived} survived`,
);
process.exitCode = survived === 0 ? 0 : 1;

/** Tries the file's mutants from one on; gives the number to go on with when a mutant had to be ended. */
async function tryMutants(file: string, first: number, into: Tally): Promise<number | undefined> {
  const child = spawn(process.execPath, ["scripts/mutation/try-mutants.ts", file, String(first)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own, so that the test's worker process ends with it.
    detached: true,
  });
  let running = -1;
  let change = "";
  let hangs = false;
  const end = (): void => {
    hangs = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  let timer = setTimeout(end, patienceMs);
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(timer);
    timer = setTimeout(end, patienceMs);
    // The lines are what try-mutants.ts prints.
    const message = JSON.parse(line) as Record<string, unknown>;
    if (message["isGreen"] === false) throw new Error(`${file}: its test fails before anything is changed`);
    if (typeof message["change"] === "string") {
      running = Number(message["number"]);
      change = message["change"];
      into.mutants++;
    }
    if (message["survived"] === true && !equivalent.has(change.replace(/:\d+:/, ":"))) {
      into.survivors.push(change);
      console.log(`survived ${change}`);
    }
  }
  clearTimeout(timer);
  return hangs ? running + 1 : undefined;
}
