// Runs one file's test once for each of its mutants, from the one with a given number on, and prints a line of JSON
// before and after each. It is a process of its own, because a mutant can loop for ever: then mutate-rules.ts ends it.
//
//   node scripts/mutation/try-mutants.ts quality/src/paths.ts 0
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createVitest } from "vitest/node";

import { mutantsOf } from "./mutants.ts";

const root = resolve(import.meta.dirname, "../..");
const [file = "", first = "0"] = process.argv.slice(2);
const path = resolve(root, file);

/** What stands in the file's place now. */
let broken: string | undefined;

const vitest = await createVitest(
  "test",
  {
    root,
    // The cache on disk knows the files only as they lie there, and would hide every change.
    fsModuleCache: false,
    config: false,
    watch: false,
    reporters: [{}],
    include: ["quality/src/**/*.test.ts"],
    maxWorkers: 1,
  },
  {
    plugins: [{ name: "broken-file", enforce: "pre", load: (id) => (id === path ? broken : undefined) }],
  },
);

const mutants = mutantsOf(readFileSync(path, "utf8"));
print({ mutants: mutants.length, isGreen: await isGreen() });
for (const [number, { line, before, after, code }] of mutants.entries()) {
  if (number < Number(first)) continue;
  broken = code;
  print({ number, change: `${file}:${line}: ${oneLine(before)} -> ${oneLine(after)}` });
  print({ number, survived: await isGreen() });
}
await vitest.close();
process.exit(0);

async function isGreen(): Promise<boolean> {
  vitest.invalidateFile(path);
  const specifications = await vitest.globTestSpecifications([path.replace(/\.ts$/, ".test.ts")]);
  const { testModules } = await vitest.runTestSpecifications(specifications, false);
  return testModules.length > 0 && testModules.every((module) => module.ok());
}

function print(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
