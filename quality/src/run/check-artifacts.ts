import { join } from "node:path";

import type { Manifest, NodeId, RunResults } from "@headwater/artifacts";

import { QualityError } from "../errors.ts";
import type { Side } from "../rule.ts";
import { isError, isKnown, messageText } from "../run-results.ts";
import { counted, listed, nameOf } from "../wording.ts";

/** Where a side's artifacts lie, for messages. */
export interface SideFolder {
  readonly folder: string;
  /** What messages put before a file's name: "The base's ", or nothing for head. */
  readonly prefix?: string;
}

export interface CheckedSide {
  readonly side: Side;
  readonly warnings: readonly string[];
}

/**
 * The commands that overwrite a build's run_results.json although they neither build nor test, by what they write to
 * `args.which`. Their results are successes that say nothing about rows, with times that are not those of building.
 */
const commandsThatBuildNothing: Readonly<Record<string, string>> = {
  compile: "dbt compile",
  generate: "dbt docs generate",
  show: "dbt show",
  clone: "dbt clone",
  "run-operation": "dbt run-operation",
};

/**
 * Checks that the artifacts beside the manifest can be judged with it. Those of another project are refused, because rules
 * would find none of its nodes in them, and pass. Of a command that builds nothing only the errors are kept.
 * @throws QualityError GATE_ARTIFACT_OF_ANOTHER_PROJECT
 */
export function checkArtifacts(side: Side, { folder, prefix = "" }: SideFolder): CheckedSide {
  const warnings: string[] = [];
  const compare = (file: string, content: string, ids: readonly NodeId[] = []): void => {
    warnings.push(
      ...otherStateWarning(side.manifest, ids, { path: join(folder, file), shown: prefix + file, content }),
    );
  };
  const command = nonBuildingCommand(side.runResults);
  if (command === undefined) compare("run_results.json", "result", idsOfResults(side.runResults));
  else {
    warnings.push(
      `${prefix}run_results.json is of ${command}, which builds and tests nothing: only its errors are judged. ` +
        "Let dbt build be what writes it last (dbt docs generate has --no-compile).",
    );
  }
  const statuses = unknownStatuses(side.runResults);
  if (statuses.length > 0) {
    warnings.push(
      `${prefix}run_results.json has results of a status that is not known here (${listed(statuses)}): they are not judged.`,
    );
  }
  compare("catalog.json", "table", side.catalog && [...side.catalog.tables.keys()]);
  compare("sources.json", "result", idsOfResults(side.sources));
  const unseen = sourcesWithoutResult(side);
  if (unseen.length > 0) {
    warnings.push(
      `${prefix}sources.json has no result of ${listed(unseen)}: dbt writes none for a source that it could not look at, ` +
        "or was not asked to, so their freshness is not judged.",
    );
  }
  const { nodes, unknownResourceTypes } = side.manifest;
  if (nodes.size === 0)
    warnings.push(`${prefix}manifest.json has no nodes, so there is nothing to judge in it.`);
  if (unknownResourceTypes.length > 0) {
    warnings.push(
      `${prefix}manifest.json has resources of a type that is not known here (${listed(unknownResourceTypes)}): they are ` +
        "not judged.",
    );
  }
  const [error] = side.catalog?.errors ?? [];
  if (error !== undefined) {
    warnings.push(`${prefix}catalog.json is not complete, as dbt met an error: ${messageText(error)}`);
  }
  const isWithoutSources = unseen.length > 0 && side.sources?.results.length === 0;
  return {
    side: {
      ...side,
      runResults: command === undefined ? withKnown(side.runResults) : errorsOf(side.runResults),
      sources: isWithoutSources ? undefined : side.sources,
    },
    warnings,
  };
}

function nonBuildingCommand(runResults: RunResults | undefined): string | undefined {
  const which = runResults?.args["which"];
  return typeof which === "string" && Object.hasOwn(commandsThatBuildNothing, which)
    ? commandsThatBuildNothing[which]
    : undefined;
}

function errorsOf(runResults: RunResults | undefined): RunResults | undefined {
  const results = (runResults?.results ?? []).filter(({ status }) => isError(status));
  return runResults && results.length > 0 ? { ...runResults, results } : undefined;
}

function unknownStatuses(runResults: RunResults | undefined): readonly string[] {
  const unknown = (runResults?.results ?? []).filter((result) => !isKnown(result));
  return [...new Set(unknown.map(({ status }) => status))].toSorted();
}

/** Run results of which nothing can be judged are none: rules that need them say so, instead of finding nothing. */
function withKnown(runResults: RunResults | undefined): RunResults | undefined {
  const results = runResults?.results ?? [];
  return results.length === 0 || results.some(isKnown) ? runResults : undefined;
}

/** The names of the sources that dbt source freshness looks at, and whose result is not there. */
function sourcesWithoutResult({ graph, sources }: Side): readonly string[] {
  if (sources === undefined) return [];
  const seen = new Set(idsOfResults(sources));
  return graph
    .byType("source")
    .filter(({ uniqueId, freshness }) => {
      const hasThreshold = freshness?.warnAfter !== undefined || freshness?.errorAfter !== undefined;
      return hasThreshold && !seen.has(uniqueId);
    })
    .map(nameOf)
    .toSorted();
}

function idsOfResults(
  artifact: { readonly results: readonly { readonly uniqueId: NodeId }[] } | undefined,
): readonly NodeId[] {
  return (artifact?.results ?? []).map(({ uniqueId }) => uniqueId);
}

/** A warning where some of an artifact's nodes are not the manifest's. @throws QualityError where none is */
function otherStateWarning(
  { nodes }: Manifest,
  ids: readonly NodeId[],
  file: { readonly path: string; readonly shown: string; readonly content: string },
): readonly string[] {
  const unknown = ids.filter((id) => !nodes.has(id));
  if (unknown.length === 0) return [];
  const first = `e.g. ${unknown[0]}`;
  if (unknown.length === ids.length) {
    throw new QualityError(
      "GATE_ARTIFACT_OF_ANOTHER_PROJECT",
      `${file.path}: none of its ${counted(ids.length, file.content)} is of a node in manifest.json, ${first}.`,
      "It is of another project, or of another state of this one. Write it again with dbt, or remove it.",
    );
  }
  return [
    `${file.shown} is of another state of the project than manifest.json, which does not have ` +
      `${unknown.length} of its ${counted(ids.length, file.content)}, ${first}.`,
  ];
}
