import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";

import { IngestError } from "../errors.ts";

/** A file of lines that appears only when it is finished. */
export interface EventFile {
  write(lines: readonly string[]): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind; after `finish` it does nothing. */
  discard(): Promise<void>;
}

/** Begins a file beside its later place. All its functions throw PRODUCE_FILE_UNWRITABLE. */
export async function openEventFile(file: string): Promise<EventFile> {
  const part = `${file}.part`;
  const handle = await orUnwritable(file, async () => {
    await mkdir(path.dirname(file), { recursive: true });
    return await open(part, "w");
  });
  let isOpen = true;
  return {
    write: async (lines) =>
      await orUnwritable(file, async () => await handle.writeFile(lines.map((line) => `${line}\n`).join(""))),
    finish: async () =>
      await orUnwritable(file, async () => {
        await handle.sync();
        isOpen = false;
        await handle.close();
        await rename(part, file);
      }),
    discard: async () => {
      if (!isOpen) return;
      isOpen = false;
      await handle.close();
      await rm(part, { force: true });
    },
  };
}

async function orUnwritable<Result>(file: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (cause) {
    throw new IngestError(
      "PRODUCE_FILE_UNWRITABLE",
      `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Check the folder's permissions and the space on the disk, or name another file with --out.",
      cause,
    );
  }
}
