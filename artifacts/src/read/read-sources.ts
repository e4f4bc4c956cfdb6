import type { SourceFreshness, SourceResults } from "../types/results.ts";
import { Fields } from "./fields.ts";
import { EVERYTHING } from "./picks.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactInput, ArtifactKind } from "./read-artifact.ts";

const KIND: ArtifactKind = {
  name: "sources",
  file: "sources.json",
  command: "dbt source freshness",
  versions: [3],
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
  let results: SourceFreshness[] = [];
  const { metadata } = readArtifact(input, KIND, {
    results: {
      pickFor: () => EVERYTHING,
      onEntry: ({ json }) => results.push(readResult(json.toString(), results.length)),
      onStart: () => (results = []),
    },
  });
  return { metadata, results };
}

function readResult(json: string, index: number): SourceFreshness {
  const fields = new Fields(JSON.parse(json), `results[${index}]`);
  return {
    uniqueId: fields.string("unique_id"),
    // Some releases of dbt 2 write "Pass" for "pass".
    status: fields.string("status").toLowerCase(),
    maxLoadedAt: fields.optionalString("max_loaded_at"),
    snapshottedAt: fields.optionalString("snapshotted_at"),
    ageSeconds: fields.number("max_loaded_at_time_ago_in_s"),
    error: fields.numberOrString("error"),
  };
}
