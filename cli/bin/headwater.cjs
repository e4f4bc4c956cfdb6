#!/usr/bin/env node
// What `headwater` is: the gate starts from its bundle where that is current, everything else from the sources.
// Plain CommonJS, as Node starts that soonest: to strip types from this file alone would take as long as a small gate.
"use strict";

const { currentBundle } = require("./current-bundle.cjs");

const bundle = process.argv[2] === "gate" ? currentBundle() : undefined;
if (bundle === undefined) void import("../src/headwater.ts");
else require(bundle);
