import type { SourceFreshness, SourceResults } from "../types/results.ts";
import { number, numberOrString, optionalString, string } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactInput, ArtifactKind } from "./read-artifact.ts";
import { listReader } from "./section-readers.ts";

const KIND: ArtifactKind = {
  name: "sources",
  file: "sources.json",
  command: "dbt source freshness",
  versions: [3],
  content: "results",
};

/** Reads sources.json from a file. @throws ArtifactError */
export function readSources(path: string): SourceResults {
  return load(path);
}

/** Reads source freshness results from memory; `name` is what messages call them. @throws ArtifactError */
export function parseSources(bytes: Uint8Array, name = "sources.json"): SourceResults {
  return load({ bytes, name });
}

function load(input: ArtifactInput): SourceResults {
  const results: SourceFreshness[] = [];
  const { metadata } = readArtifact(input, KIND, { results: listReader("results", results, readResult) });
  return { metadata, results };
}

function readResult(raw: RawObject, place: Place): SourceFreshness {
  return {
    uniqueId: string(raw.unique_id, place, "unique_id"),
    // Some releases of dbt 2 write "Pass" for "pass".
    status: string(raw.status, place, "status").toLowerCase(),
    maxLoadedAt: optionalString(raw.max_loaded_at, place, "max_loaded_at"),
    snapshottedAt: optionalString(raw.snapshotted_at, place, "snapshotted_at"),
    ageSeconds: number(raw.max_loaded_at_time_ago_in_s, place, "max_loaded_at_time_ago_in_s"),
    error: numberOrString(raw.error, place, "error"),
  };
}
