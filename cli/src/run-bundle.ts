#!/usr/bin/env -S node --disable-warning=TimeoutNegativeWarning
// Starts the command from its bundle, with the code that V8 made of it when it was bundled: a start takes half the
// time. Node's own compile cache saves less, because it holds no functions but those that run while a file is loaded.
// Another version of Node does not take the code, and compiles the text as always.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { constants, Script } from "node:vm";

import { manifestBytes } from "./manifest-bytes.ts";
import { tuneV8 } from "./tune-v8.ts";

type Require = (id: string) => unknown;

const folder = import.meta.dirname;
const requireOther: Require = createRequire(import.meta.filename);
const loaded = new Map<string, { exports: unknown }>();

// Other verbs may run for days.
if (process.argv[2] === "gate") {
  // Node's own modules bring code along, which V8 takes only as long as its flags are the usual ones.
  for (const name of ["node:crypto", "node:stream"]) requireOther(name);
  tuneV8(manifestBytes(process.argv.slice(3)));
}
load("run-command.js");

/** Runs a file of the bundle, once, as Node runs a CommonJS module; answers with its exports. */
function load(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const file = join(folder, name);
  const codeFile = `${file}.code`;
  const script = new Script(readFileSync(file, "utf8"), {
    filename: file,
    ...(existsSync(codeFile) && { cachedData: readFileSync(codeFile) }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (process.env["HEADWATER_KEEP_CODE"] !== undefined) {
    process.once("exit", () => writeFileSync(codeFile, script.createCachedData()));
  }
  const require: Require = (id) => {
    if (id.startsWith("./")) return load(id.slice(2));
    return id === "node:child_process" ? onDemand(id) : requireOther(id);
  };
  script.runInThisContext()(module.exports, require, module, folder);
  return module.exports;
}

/** A module of Node that is loaded when something of it is asked for. */
function onDemand(id: string): unknown {
  return new Proxy({}, { get: (_, name) => Reflect.get(Object(requireOther(id)), name) });
}
