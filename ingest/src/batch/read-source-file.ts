import { readFile } from "node:fs/promises";
import { IngestError } from "../errors.ts";

/** Reads a publisher's file. Throws BATCH_FILE_MISSING or BATCH_FILE_UNREADABLE, which name the file and the reason. */
export async function readSourceFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (reason === "ENOENT") {
      throw new IngestError(
        "BATCH_FILE_MISSING",
        `${file} does not exist.`,
        "Fetch it with headwater batch fetch --to DIR, or name the folder that has it with --from.",
        cause,
      );
    }
    throw new IngestError(
      "BATCH_FILE_UNREADABLE",
      `${file} cannot be read (${reason}).`,
      reason === "EACCES"
        ? "Give yourself permission to read it and its folder."
        : "Check the path and the disk.",
      cause,
    );
  }
}
