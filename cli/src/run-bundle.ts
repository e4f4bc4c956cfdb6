// Starts the command from its bundle. Beside each file lies the code that V8 compiled from it when it was bundled
// (`.code`), with which a start takes half the time. Node's own compile cache saves less, because it holds only functions
// that ran while a file was loaded. V8 of another version of Node rejects the code, and compiles the file as always.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { constants, Script } from "node:vm";

import { manifestBytes } from "./manifest-bytes.ts";
import { limitNewSpace, tuneV8 } from "./tune-v8.ts";

type Require = (id: string) => unknown;

/** Modules of Node that take milliseconds to load and that most runs never use. They are loaded on first use. */
const seldomNeeded = new Set(["node:child_process", "node:crypto"]);

const folder = import.meta.dirname;
/** Set when the bundle is made: the run writes its compiled code beside each file. */
const keepsCode = process.env["HEADWATER_KEEP_CODE"] !== undefined;
const requireOther: Require = createRequire(import.meta.filename);
const compiled = new Map<string, Script>();
const loaded = new Map<string, { exports: unknown }>();

// The flags suit a run of seconds; other verbs may run for days.
if (process.argv[2] === "gate") prepareGate(process.argv.slice(3));
load("run-command.js");

/**
 * Sets V8's flags for the gate. V8 rejects code that was compiled under other flags, so all of it is loaded with those of
 * `tuneV8` set, as when it was made, and before `limitNewSpace` changes one more.
 */
function prepareGate(words: readonly string[]): void {
  requireOther("node:stream");
  // Only reports with fingerprints and comparing with a base need it.
  if (words.some((word) => /^--(base|format|json)\b/.test(word))) requireOther("node:crypto");
  tuneV8();
  if (keepsCode) return;
  for (const file of readdirSync(folder)) if (file.endsWith(".code")) compile(file.slice(0, -".code".length));
  limitNewSpace(manifestBytes(words));
}

/** Runs a file of the bundle as a CommonJS module, once, and returns its exports. */
function load(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const require: Require = (id) => {
    if (id.startsWith("./")) return load(id.slice(2));
    return seldomNeeded.has(id) ? onDemand(id) : requireOther(id);
  };
  const script = compiled.get(name) ?? compile(name);
  script.runInThisContext()(module.exports, require, module, folder);
  return module.exports;
}

function compile(name: string): Script {
  const file = join(folder, name);
  const codeFile = `${file}.code`;
  const script = new Script(readFileSync(file, "utf8"), {
    filename: file,
    ...(existsSync(codeFile) && { cachedData: readFileSync(codeFile) }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (keepsCode) process.once("exit", () => writeFileSync(codeFile, script.createCachedData()));
  compiled.set(name, script);
  return script;
}

/** Stands for a module of Node that is loaded when one of its exports is asked for. */
function onDemand(id: string): unknown {
  let found: object | undefined;
  return new Proxy({}, { get: (_, name) => Reflect.get((found ??= Object(requireOther(id))), name) });
}
