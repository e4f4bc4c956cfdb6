import type { RunResult, RunResults } from "../types/results.ts";
import type { JsonObject } from "../types/resource.ts";
import { jsonObject, number, numberOrString, objects, optionalString, placeOf, string } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactInput, ArtifactKind } from "./read-artifact.ts";
import { entriesReader, listReader } from "./section-readers.ts";

const KIND: ArtifactKind = {
  name: "run-results",
  file: "run_results.json",
  command: "dbt build",
  versions: [4, 5, 6],
  content: "results",
};

/** Reads run_results.json from a file. @throws ArtifactError */
export function readRunResults(path: string): RunResults {
  return load(path);
}

/** Reads run results from memory; `name` is what messages call them. @throws ArtifactError */
export function parseRunResults(bytes: Uint8Array, name = "run_results.json"): RunResults {
  return load({ bytes, name });
}

function load(input: ArtifactInput): RunResults {
  const results: RunResult[] = [];
  const args = new Map<string, unknown>();
  let elapsed: unknown;
  const { metadata } = readArtifact(input, KIND, {
    results: listReader("results", results, readResult),
    args: entriesReader(args),
    elapsed_time: { onEntry: (_, value) => (elapsed = value) },
  });
  const top = placeOf("run_results");
  return {
    metadata,
    elapsedTimeSeconds: number(elapsed, top, "elapsed_time") ?? 0,
    results,
    args: jsonObject(Object.fromEntries(args), top, "args"),
  };
}

function readResult(raw: RawObject, place: Place): RunResult {
  return {
    uniqueId: string(raw.unique_id, place, "unique_id"),
    // Some releases of dbt 2 write "Success" for "success".
    status: string(raw.status, place, "status").toLowerCase(),
    executionTimeSeconds: number(raw.execution_time, place, "execution_time") ?? 0,
    message: numberOrString(raw.message, place, "message"),
    failures: number(raw.failures, place, "failures"),
    relationName: optionalString(raw.relation_name, place, "relation_name"),
    timing: objects(raw.timing, place, "timing", (timing, at) => ({
      name: string(timing.name, at, "name"),
      startedAt: optionalString(timing.started_at, at, "started_at"),
      completedAt: optionalString(timing.completed_at, at, "completed_at"),
    })),
    adapterResponse: readAdapterResponse(raw.adapter_response, place),
  };
}

/** dbt 2 writes a text where dbt 1 writes an object. */
function readAdapterResponse(value: unknown, place: Place): JsonObject {
  return typeof value === "string" ? { _message: value } : jsonObject(value, place, "adapter_response");
}
