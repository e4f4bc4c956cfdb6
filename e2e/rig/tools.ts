import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { describe } from "vitest";

function isOnPath(tool: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A suite that needs programs beyond Node and Python. Where one is missing the suite is skipped and its title says
 * why; with HEADWATER_REQUIRE_ALL=1 it runs all the same, and fails on what is missing.
 */
export function describeWithTools(title: string, tools: readonly string[], body: () => void): void {
  const missing = tools.filter((tool) => !isOnPath(tool));
  const isSkipped = missing.length > 0 && process.env["HEADWATER_REQUIRE_ALL"] !== "1";
  const reason = isSkipped ? ` (skipped: ${missing.join(" and ")} not found on this machine)` : "";
  describe.skipIf(isSkipped)(`${title}${reason}`, () => {
    body();
  });
}
