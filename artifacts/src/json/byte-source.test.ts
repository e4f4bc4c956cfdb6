import { tmpdir } from "node:os";

import { describe, expect, it } from "vitest";

import { readManifest } from "../read/read-manifest.ts";

describe("what is no file", () => {
  it.each([tmpdir(), ...(process.platform === "win32" ? [] : ["/dev/zero"])])(
    "is refused before it is opened: %s",
    (path) => {
      expect(() => readManifest(path)).toThrow(
        expect.objectContaining({
          code: "ARTIFACT_NOT_READABLE",
          message: `${path}: it is a folder, a pipe or a device`,
        }),
      );
    },
  );
});
