import type { BatchFile } from "@headwater/contracts";
import type { ObjectMetadata, ObjectStore } from "../store/object-store.ts";
import type { PreparedFile } from "./prepare-file.ts";

/** The newest landed version of a file. */
export interface LandedVersion {
  readonly version: number;
  readonly name: string;
  readonly metadata: ObjectMetadata;
}

/** The folder of a file's versions in the store: `<feed>/batch/<file stem>/`. */
function versionsPrefix(feedName: string, file: BatchFile): string {
  const stem =
    file.path
      .split("/")
      .at(-1)
      ?.replace(/\.csv$/, "") ?? file.path;
  return `${feedName}/batch/${stem}/`;
}

/** The object that holds one version of a file; versions count from 1. */
export function versionName(feedName: string, file: BatchFile, version: number): string {
  return `${versionsPrefix(feedName, file)}${String(version).padStart(6, "0")}.ndjson.gz`;
}

/** Finds the newest version of a file, or undefined if none was landed. */
export async function findLatestVersion(
  store: ObjectStore,
  feedName: string,
  file: BatchFile,
): Promise<LandedVersion | undefined> {
  let latest: LandedVersion | undefined;
  for await (const { name, metadata } of store.list(versionsPrefix(feedName, file))) {
    const version = Number(/(\d{6})\.ndjson\.gz$/.exec(name)?.[1]);
    if (version > (latest?.version ?? 0)) latest = { version, name, metadata };
  }
  return latest;
}

// GCS allows 8 KiB for all metadata of an object.
const maxColumnsLength = 4000;

/** What the store keeps beside a version. Counts are text, because object metadata is. */
export function versionMetadata(file: BatchFile, prepared: PreparedFile, landedAt: Date): ObjectMetadata {
  return {
    sourceSha256: prepared.sourceSha256,
    preparedSha256: prepared.preparedSha256,
    url: file.url,
    landedAt: landedAt.toISOString(),
    rows: String(prepared.rows),
    rowsWithErrors: String(prepared.rowsWithErrors),
    rowsWithRepeatedKey: String(prepared.rowsWithRepeatedKey),
    droppedColumns: prepared.droppedColumns.join(", ").slice(0, maxColumnsLength),
    sizeBytes: String(prepared.body.length),
  };
}

/** True when this version came from the same bytes and was prepared to the same rows. */
export function isSameContent(landed: LandedVersion, prepared: PreparedFile): boolean {
  return (
    landed.metadata["sourceSha256"] === prepared.sourceSha256 &&
    landed.metadata["preparedSha256"] === prepared.preparedSha256
  );
}
