import { compilePick } from "../scan/pick.ts";
import type { RunResult, RunResults } from "../types/results.ts";
import type { JsonObject } from "../types/resource.ts";
import { Fields } from "./fields.ts";
import { EVERYTHING } from "./picks.ts";
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
      onEntry: ({ json }) => results.push(readResult(json.toString(), results.length)),
      onStart: () => (results = []),
    },
    elapsed_time: {
      isWhole: true,
      pickFor: () => EVERYTHING,
      onEntry: ({ json }) => (elapsed = JSON.parse(json.toString())),
    },
    args: {
      isWhole: true,
      pickFor: () => EVERYTHING,
      onEntry: ({ json }) => (args = JSON.parse(json.toString())),
    },
  });
  const rest = new Fields({ elapsed_time: elapsed, args }, "");
  return {
    metadata,
    elapsedTimeSeconds: rest.number("elapsed_time") ?? 0,
    results,
    args: rest.object("args"),
  };
}

function readResult(json: string, index: number): RunResult {
  const fields = new Fields(JSON.parse(json), `results[${index}]`);
  return {
    uniqueId: fields.string("unique_id"),
    // Some releases of dbt 2 write "Success" for "success".
    status: fields.string("status").toLowerCase(),
    executionTimeSeconds: fields.number("execution_time") ?? 0,
    message: fields.numberOrString("message"),
    failures: fields.number("failures"),
    relationName: fields.optionalString("relation_name"),
    timing: fields.children("timing").map((timing) => ({
      name: timing.string("name"),
      startedAt: timing.optionalString("started_at"),
      completedAt: timing.optionalString("completed_at"),
    })),
    adapterResponse: readAdapterResponse(fields),
  };
}

/** dbt 2 writes a text where dbt 1 writes an object. */
function readAdapterResponse(fields: Fields): JsonObject {
  const response = fields.raw["adapter_response"];
  return typeof response === "string" ? { _message: response } : fields.object("adapter_response");
}
