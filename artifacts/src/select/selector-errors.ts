import { closest, distance } from "fastest-levenshtein";

import { ArtifactError } from "../errors.ts";

const SYNTAX_HINT =
  "Write it as for dbt's --select, e.g. +tag:nightly+ or path:models/marts,config.materialized:table.";

export function selectorSyntaxError(text: string, reason: string): ArtifactError {
  return new ArtifactError("SELECTOR_SYNTAX", `the selector "${text}" is wrong: ${reason}`, {
    hint: SYNTAX_HINT,
  });
}

export function unknownMethodError(text: string, method: string, known: readonly string[]): ArtifactError {
  const written = method.toLowerCase();
  const nearest = closest(written, known);
  const isLikely = distance(written, nearest) <= Math.max(2, written.length / 3);
  const guess = isLikely ? ` Did you mean ${nearest}?` : "";
  return new ArtifactError(
    "SELECTOR_UNKNOWN_METHOD",
    `the selector "${text}" has an unknown method "${method}"`,
    { hint: `Use one of ${known.join(", ")}.${guess}` },
  );
}

export function needsStateError(text: string): ArtifactError {
  return new ArtifactError(
    "SELECTOR_NEEDS_STATE",
    `the selector "${text}" compares with a base, and there is none`,
    {
      hint: "Give the base branch's artifacts with --base.",
    },
  );
}

export function needsResultsError(text: string): ArtifactError {
  return new ArtifactError(
    "SELECTOR_NEEDS_RESULTS",
    `the selector "${text}" needs run results, and there are none`,
    {
      hint: "Put run_results.json beside the manifest.",
    },
  );
}

export function needsSourcesError(text: string): ArtifactError {
  return new ArtifactError(
    "SELECTOR_NEEDS_RESULTS",
    `the selector "${text}" compares the source freshness of head and base, and one of them is missing`,
    {
      hint: "Put sources.json beside the manifest, and into the base's folder.",
    },
  );
}
