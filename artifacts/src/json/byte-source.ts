import { closeSync, openSync, readSync, statSync } from "node:fs";

import { ArtifactError } from "../errors.ts";

/** Where an artifact's bytes come from, in order. */
export interface ByteSource {
  /** Fills `target` from `offset` on, as far as it can; the number of bytes, 0 at the end. */
  read(target: Uint8Array, offset: number): number;
  close(): void;
}

export function memorySource(bytes: Uint8Array): ByteSource {
  let position = 0;
  return {
    read(target, offset) {
      const part = bytes.subarray(position, position + target.length - offset);
      target.set(part, offset);
      position += part.length;
      return part.length;
    },
    close() {},
  };
}

/**
 * Reads a file piece by piece, so that its size is bounded by the disk alone. Throws the system's error (ENOENT …).
 * @throws ArtifactError for what is no file: opening a pipe waits until somebody writes, and a device has no end
 */
export function fileSource(path: string): ByteSource {
  if (!statSync(path).isFile()) {
    throw new ArtifactError("ARTIFACT_NOT_READABLE", "it is a folder, a pipe or a device", {
      hint: "Give the path of a file.",
    });
  }
  const descriptor = openSync(path, "r");
  return {
    read: (target, offset) => readSync(descriptor, target, offset, target.length - offset, null),
    close: () => closeSync(descriptor),
  };
}
