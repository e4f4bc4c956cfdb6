import { existsSync } from "node:fs";
import { join } from "node:path";

import { root } from "./headwater.ts";

/** The folder with the publishers' files, which this repository does not hold. */
export const realDataDir = process.env["HEADWATER_DATA"] ?? join(root, "..", "shared", "data");

export const hasRealData = existsSync(join(realDataDir, "equity"));

/** What to add to a suite's name, so that a skip says its reason. */
export const realDataNote = hasRealData
  ? ""
  : ` (skipped: no real data in ${realDataDir}; set HEADWATER_DATA)`;
