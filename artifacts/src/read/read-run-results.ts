import { compilePick } from "../scan/pick.ts";
import type { RunResult, RunResults } from "../types/results.ts";
import type { JsonObject } from "../types/resource.ts";
import { jsonObject, number, numberOrString, objects, optionalString, placeOf, string } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { rawElement, wholeSection } from "./entries.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactInput, ArtifactKind } from "./read-artifact.ts";

const KIND: ArtifactKind = {
  name: "run-results",
  file: "run_results.json",
  command: "dbt build",
  versions: [4, 5, 6],
};

/** Everything but the compiled code, which is most of the file. */
const RESULT = compilePick({
  members: {
    unique_id: "keep",
    status: "keep",
    execution_time: "keep",
    message: "keep",
    failures: "keep",
    relation_name: "keep",
    timing: "keep",
    adapter_response: "keep",
  },
});

/** Reads run_results.json from a file. @throws ArtifactError */
export function readRunResults(path: string): RunResults {
  return load(path);
}

/** Reads run results from memory; `name` is what messages call them. @throws ArtifactError */
export function parseRunResults(bytes: Uint8Array, name = "run_results.json"): RunResults {
  return load({ bytes, name });
}

function load(input: ArtifactInput): RunResults {
  let results: RunResult[] = [];
  let elapsed: unknown;
  let args: unknown;
  const { metadata } = readArtifact(input, KIND, {
    results: {
      pickFor: () => RESULT,
      onEntry: (entry) => results.push(readResult(...rawElement("results", results.length, entry))),
      onStart: () => (results = []),
    },
    elapsed_time: wholeSection((value) => (elapsed = value)),
    args: wholeSection((value) => (args = value)),
  });
  const top = placeOf("run_results");
  return {
    metadata,
    elapsedTimeSeconds: number(elapsed, top, "elapsed_time") ?? 0,
    results,
    args: jsonObject(args, top, "args"),
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
