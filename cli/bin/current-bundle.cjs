"use strict";

const { readFileSync, statSync } = require("node:fs");
const path = require("node:path");

const dist = path.join(__dirname, "..", "dist");

/**
 * The bundle's file, if there is a bundle and every file that it was made of is as it was then. Only times and sizes are
 * compared: to read the files would take as long as to run them.
 * @returns {string | undefined}
 */
exports.currentBundle = function currentBundle() {
  try {
    const sources = JSON.parse(readFileSync(`${dist}/sources.json`, "utf8"));
    for (const [file, time, size] of sources) {
      const { mtimeMs, size: sizeNow } = statSync(`${dist}/${file}`);
      if (mtimeMs !== time || sizeNow !== size) return undefined;
    }
    return `${dist}/headwater.js`;
  } catch {
    // There is none, or one of its sources is gone.
    return undefined;
  }
};
