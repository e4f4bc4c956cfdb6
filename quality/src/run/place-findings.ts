import { isAbsolute, join, relative, resolve, sep } from "node:path";

import { openPositions, type NodeId, type Positions, type ProjectNode } from "@headwater/artifacts";

import type { GateConfig } from "../config/settings.ts";
import type { Finding, Place, Subject } from "../finding.ts";
import { memoize } from "../memoize.ts";
import type { Side } from "../rule.ts";
import { sentenceOf } from "../wording.ts";
import type { ProjectFiles } from "./load-project.ts";
import { locatePlace } from "./locate-place.ts";
import type { UnplacedFinding } from "./settle-findings.ts";

/** Where findings of a project are looked up. */
export interface PlaceSettings {
  readonly name: string;
  readonly files: ProjectFiles;
  readonly cwd: string;
  readonly head: Side;
  readonly base: Side | undefined;
  readonly config: GateConfig;
}

/** Gives findings their file and line, relative to where the gate runs, and their whole sentence. */
export function placeFindings(
  findings: readonly UnplacedFinding[],
  settings: PlaceSettings,
): readonly Finding[] {
  const fixes = new Map(settings.config.rules.map((rule) => [rule.id, rule.docs.fix]));
  const nodeOf = (id: NodeId): ProjectNode | undefined =>
    settings.head.graph.node(id) ?? settings.base?.graph.node(id);
  const shown = shownPaths(settings);
  const positions = openPositions(settings.files.folder, settings.head.manifest.metadata.projectName);
  return findings.map(({ rule, severity, status, finding, identity, measureBefore, suppression }) => {
    const { subject, column, related = [], cannotJudge = false, measure, fix } = finding;
    const { file, line } = placeOf(finding.place ?? { at: "definition" }, subject, {
      nodeOf,
      positions,
      cwd: settings.cwd,
      shown,
    });
    return {
      rule,
      severity,
      status,
      uniqueId: subject.uniqueId,
      resourceType: subject.resourceType,
      name: subject.name,
      column,
      message: sentenceOf(finding),
      fix: fix ?? fixes.get(rule) ?? "",
      file,
      line,
      identity,
      related,
      cannotJudge,
      measure,
      measureBefore,
      suppression,
      project: settings.name,
    };
  });
}

interface Lookups {
  readonly nodeOf: (id: NodeId) => ProjectNode | undefined;
  readonly positions: Positions;
  readonly cwd: string;
  readonly shown: (file: string) => string;
}

function placeOf(
  place: Place,
  subject: Subject,
  { nodeOf, positions, cwd, shown }: Lookups,
): Pick<Finding, "file" | "line"> {
  if (place.at === "config") return { file: fromHere(resolve(cwd, place.file), cwd), line: place.line };
  const { file, line } = locatePlace(place, subject, positions, nodeOf);
  return { file: file === undefined ? undefined : shown(file), line };
}

/** Turns paths of the project into paths from where the gate runs, each once: many findings share a file. */
function shownPaths({ files, cwd }: PlaceSettings): (file: string) => string {
  const folder = relative(cwd, resolve(files.folder));
  return memoize((file: string) =>
    isAbsolute(folder) || isAbsolute(file)
      ? fromHere(resolve(files.folder, file), cwd)
      : withSlashes(join(folder, file)),
  );
}

/** A path relative to where the gate runs, with forward slashes, as CI systems want it. */
function fromHere(path: string, cwd: string): string {
  return withSlashes(relative(cwd, path));
}

function withSlashes(path: string): string {
  return path.replaceAll(sep, "/");
}
