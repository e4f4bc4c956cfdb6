import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { dbtJson, JsonWriter } from "./json-writer.ts";
import { parsedManifest } from "./project-artifacts.ts";
import {
  copiedSections,
  copyMark,
  linked,
  type Marker,
  markerOf,
  parentMark,
  type RawManifest,
  resourcesOf,
  sourcesMark,
  type Template,
  templatesOf,
} from "./templates.ts";

/** How large a project is made, and of what shape. */
export interface Scale {
  /** How often the project is there. */
  readonly copies: number;
  /** 1 keeps every data test and unit test, 5 one in five, in turns; tests of primary keys are kept always. */
  readonly oneTestIn: number;
  /** How many copies read the same sources. */
  readonly copiesPerSources: number;
}

/**
 * equal: as head from another run of dbt. changed: 1 % of the models have other code and other types. parsed: as head, but
 * from a run of dbt that compiled nothing.
 */
export type Variant = "head" | "equal" | "changed" | "parsed";

export interface ScaledProject {
  readonly models: number;
  readonly manifestBytes: number;
}

/** Writes the artifacts of a project that is so many copies of the one in `fromDir`: the manifest, and what lies beside it. */
export function scaleArtifacts(
  fromDir: string,
  toDir: string,
  scale: Scale,
  variant: Variant = "head",
): ScaledProject {
  const manifest = rawArtifact(join(fromDir, variant === "parsed" ? parsedManifest : "manifest.json"));
  mkdirSync(toDir, { recursive: true });
  const marker = markerOf(manifest);
  const templates = templatesOf(manifest, marker);
  const copies = copiesOf(templates, scale, manifest.metadata["project_name"] ?? "");
  const models = writeManifest(join(toDir, "manifest.json"), { manifest, marker, copies, variant });
  for (const [name, write] of Object.entries(otherArtifacts)) {
    const file = join(fromDir, name);
    if (existsSync(file)) write(join(toDir, name), rawArtifact(file), marker, copies);
  }
  return { models, manifestBytes: statSync(join(toDir, "manifest.json")).size };
}

function rawArtifact(file: string): RawManifest {
  // dbt wrote these files; their parts are copied, not judged.
  return JSON.parse(readFileSync(file, "utf8")) as RawManifest;
}

const otherArtifacts = {
  "catalog.json": writeTables,
  "run_results.json": writeResults,
  "sources.json": writeResults,
};

/** One copy of the project: its templates, and the numbers that go in for the marks. */
interface Copy {
  readonly number: number;
  readonly templates: readonly Template[];
  readonly fill: (text: string) => string;
}

function copiesOf(templates: readonly Template[], scale: Scale, project: string): readonly Copy[] {
  const linkedTemplates = templates.map((template) => linked(template, project));
  return Array.from({ length: scale.copies }, (_, number) => {
    const parent = Math.floor((number - 1) / 4);
    const sourceSet = number - (number % scale.copiesPerSources);
    const isKept = ({ resourceType, index, isKeyTest }: Template): boolean => {
      if (resourceType === "source") return sourceSet === number;
      if (isKeyTest) return true;
      if (resourceType === "test" || resourceType === "unit_test") {
        return (index + number) % scale.oneTestIn === 0;
      }
      return true;
    };
    return {
      number,
      templates: (number === 0 ? templates : linkedTemplates).filter(isKept),
      fill: (text) =>
        text
          .replaceAll(copyMark, `_c${number}`)
          .replaceAll(sourcesMark, `_s${sourceSet}`)
          .replaceAll(parentMark, `_c${parent}`),
    };
  });
}

interface ManifestParts {
  readonly manifest: RawManifest;
  readonly marker: Marker;
  readonly copies: readonly Copy[];
  readonly variant: Variant;
}

function writeManifest(file: string, { manifest, marker, copies, variant }: ManifestParts): number {
  let models = 0;
  const parents = new Map<string, readonly string[]>();
  using writer = new JsonWriter(file);
  writer.member("metadata", dbtJson(metadataFor(manifest.metadata, variant)));
  for (const section of copiedSections) {
    if (manifest[section] === undefined) continue;
    writer.object(section, () => {
      for (const resource of resourcesOf(manifest, section)) {
        if (!marker.isOwn(resource.unique_id)) writer.member(resource.unique_id, dbtJson(resource));
      }
      for (const copy of copies) {
        for (const template of copy.templates) {
          if (template.section !== section) continue;
          const id = copy.fill(template.id);
          parents.set(id, template.parents.map(copy.fill));
          if (template.resourceType === "model") models++;
          writer.member(id, variantText(copy.fill(template.text), template, copy.number, variant));
        }
      }
    });
  }
  for (const [section, value] of Object.entries(manifest)) {
    if (section === "metadata" || section.endsWith("_map") || isCopied(section)) continue;
    writer.member(section, dbtJson(value));
  }
  writeMap(writer, "parent_map", parents);
  writeMap(writer, "child_map", childrenOf(parents));
  writer.member("group_map", "{}");
  return models;
}

function isCopied(section: string): boolean {
  return copiedSections.some((copied) => copied === section);
}

function writeMap(writer: JsonWriter, name: string, map: ReadonlyMap<string, readonly string[]>): void {
  writer.object(name, () => {
    for (const [id, others] of map) writer.member(id, dbtJson(others));
  });
}

function childrenOf(parents: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>([...parents.keys()].map((id) => [id, []]));
  for (const [id, above] of parents) for (const parent of above) children.get(parent)?.push(id);
  return children;
}

function metadataFor(metadata: RawManifest["metadata"], variant: Variant): Record<string, string> {
  if (variant === "head" || variant === "parsed") return metadata;
  return { ...metadata, generated_at: "2026-01-01T00:00:00Z", invocation_id: `base-${variant}` };
}

function variantText(text: string, template: Template, copy: number, variant: Variant): string {
  if (variant === "head" || variant === "parsed") return text;
  const parsedBefore = text.replace(/"created_at": [\d.]+/, '"created_at": 1700000000');
  if (variant === "equal" || copy % 100 !== 0 || template.resourceType !== "model") return parsedBefore;
  return parsedBefore
    .replaceAll('"data_type": "varchar"', '"data_type": "bigint"')
    .replace(/"checksum": "\w/, '"checksum": "x')
    .replace(/"raw_code": "/, '"raw_code": "-- before\\n');
}

/** The catalog: by id, in two sections. */
function writeTables(file: string, catalog: RawManifest, marker: Marker, copies: readonly Copy[]): void {
  using writer = new JsonWriter(file);
  for (const [section, value] of Object.entries(catalog)) {
    if (section !== "nodes" && section !== "sources") {
      writer.member(section, dbtJson(value));
      continue;
    }
    const texts = new Map(
      Object.entries(value).map(([id, table]) => [marker.markId(id), marker.markText(table)]),
    );
    writer.object(section, () => {
      for (const copy of copies) {
        for (const template of copy.templates) {
          const text = texts.get(template.id);
          if (text !== undefined) writer.member(copy.fill(template.id), copy.fill(text));
        }
      }
    });
  }
}

/** Run results and source freshness: a list of results with ids. Small enough for one string. */
function writeResults(file: string, artifact: RawManifest, marker: Marker, copies: readonly Copy[]): void {
  // dbt writes a list of objects, each with the id of what was run.
  const results = Object.values(artifact["results"] ?? {}) as readonly { readonly unique_id: string }[];
  const texts = new Map(results.map((result) => [marker.markId(result.unique_id), marker.markText(result)]));
  const scaled = copies.flatMap((copy) =>
    copy.templates.flatMap((template) => {
      const text = texts.get(template.id);
      return text === undefined ? [] : [copy.fill(text)];
    }),
  );
  const rest = dbtJson({ ...artifact, results: null });
  writeFileSync(
    file,
    rest.replace('"results": null', () => `"results": [${scaled.join(", ")}]`),
  );
}
