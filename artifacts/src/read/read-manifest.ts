import { hash } from "node:crypto";

import type { Group, Macro, Manifest } from "../types/manifest.ts";
import type { ProjectNode, ResourceType } from "../types/nodes.ts";
import type { JsonObject, NodeId } from "../types/resource.ts";
import { isObject, jsonObject, optionalString, placeOf, string, wrongShape } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readGroup, readMacro } from "./macros-and-groups.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactBody, ArtifactInput, ArtifactKind } from "./read-artifact.ts";
import { idReader } from "./section-readers.ts";
import type { SectionReader } from "./section-readers.ts";
import { PieceRecord } from "./piece-record.ts";
import { isResourceType, readNode } from "./read-node.ts";
import { nodeEntry } from "./resource-node.ts";
import { isSameData } from "../same-data.ts";

/** Manifest v7 is dbt 1.3, v12 is dbt 1.8 to 1.12 and dbt 2; early previews of dbt 2 called the same v20. */
const KIND: ArtifactKind = {
  name: "manifest",
  file: "manifest.json",
  command: "dbt parse",
  versions: [7, 8, 9, 10, 11, 12, 20],
  content: "nodes",
};

/** The sections beside `nodes` whose entries are nodes of one type. */
const NODE_SECTIONS: Readonly<Record<string, ResourceType>> = {
  functions: "function",
  sources: "source",
  exposures: "exposure",
  metrics: "metric",
  semantic_models: "semantic_model",
  saved_queries: "saved_query",
  unit_tests: "unit_test",
};

export interface ManifestOptions {
  /**
   * A manifest that was read before, usually head's when base is read. Nodes and macros of which nothing that is read
   * differs are the same objects in both then: they cost no memory, and can be told by identity.
   */
  readonly shareWith?: Manifest;
  /** Another manifest is going to be read with this one as `shareWith`: equal parts of it are not even parsed then. */
  readonly isShared?: boolean;
}

/** What the manifests that are shared were read from. */
const records = new WeakMap<Manifest, PieceRecord>();

/** Reads manifest.json from a file of any size. @throws ArtifactError */
export function readManifest(path: string, options: ManifestOptions = {}): Manifest {
  return load(path, options);
}

/** Reads a manifest from memory; `name` is what messages call it. @throws ArtifactError */
export function parseManifest(
  bytes: Uint8Array,
  { name = "manifest.json", ...options }: ManifestOptions & { readonly name?: string } = {},
): Manifest {
  return load({ bytes, name }, options);
}

function load(input: ArtifactInput, { shareWith, isShared = false }: ManifestOptions): Manifest {
  const builder = new ManifestBuilder(shareWith);
  const known = shareWith && records.get(shareWith);
  const record = isShared ? new PieceRecord() : undefined;
  const body = readArtifact(input, KIND, builder.readers(), { known, record });
  const manifest = builder.build(body);
  if (record) records.set(manifest, record);
  return manifest;
}

/** Takes a manifest's entries as they are read. */
class ManifestBuilder {
  readonly #nodes = new Map<NodeId, ProjectNode>();
  readonly #macros = new Map<NodeId, Macro>();
  readonly #groups = new Map<string, Group>();
  readonly #selectors = new Map<string, JsonObject>();
  readonly #unknownTypes = new Set<string>();
  readonly #shared: Manifest | undefined;
  #disabled: ProjectNode[] = [];

  constructor(shared: Manifest | undefined) {
    this.#shared = shared;
  }

  readers(): Readonly<Record<string, SectionReader>> {
    const onSharedNode = (id: NodeId, node: ProjectNode | undefined): void => {
      if (node) this.#nodes.set(id, node);
    };
    const readers: Record<string, SectionReader> = {
      nodes: idReader(
        "nodes",
        (id, raw, place) => this.#addNode(id, string(raw.resource_type, place, "resource_type"), raw, place),
        onSharedNode,
      ),
      macros: idReader(
        "macros",
        (id, raw, place) => {
          const macro = share(this.#shared?.macros.get(id), readMacro(id, raw, place));
          this.#macros.set(id, macro);
          return macro;
        },
        (id, macro) => this.#macros.set(id, macro),
      ),
      groups: idReader("groups", (id, raw, place) => {
        const group = readGroup(id, raw, place);
        this.#groups.set(group.name, group);
      }),
      selectors: idReader("selectors", (name, raw, place) => {
        this.#selectors.set(name, jsonObject(raw, place, "definition"));
      }),
      disabled: {
        onEntry: (id, value) => this.#addDisabled(id, value),
        onStart: () => (this.#disabled = []),
      },
    };
    for (const [section, type] of Object.entries(NODE_SECTIONS)) {
      readers[section] = idReader(
        section,
        (id, raw, place) => this.#addNode(id, type, raw, place),
        onSharedNode,
      );
    }
    return readers;
  }

  build({ metadata, rawMetadata }: ArtifactBody): Manifest {
    const place = placeOf("metadata");
    return {
      metadata: {
        ...metadata,
        projectName:
          optionalString(rawMetadata.project_name, place, "project_name") ??
          this.#findProjectName(optionalString(rawMetadata.project_id, place, "project_id")),
        adapterType: optionalString(rawMetadata.adapter_type, place, "adapter_type"),
      },
      nodes: this.#nodes,
      disabled: this.#disabled,
      macros: this.#macros,
      groups: this.#groups,
      unknownResourceTypes: [...this.#unknownTypes],
      selectors: this.#selectors,
    };
  }

  #addNode(id: NodeId, type: string, raw: RawObject, place: Place): ProjectNode | undefined {
    if (!isResourceType(type)) {
      this.#unknownTypes.add(type);
      return undefined;
    }
    const node = share(this.#shared?.nodes.get(id), readNode(type, nodeEntry(id, raw, place)));
    this.#nodes.set(id, node);
    return node;
  }

  /** An id has a list of nodes, as several files may declare it and be disabled. */
  #addDisabled(id: NodeId, values: unknown): void {
    const parent = placeOf(id, placeOf("disabled"));
    if (!Array.isArray(values)) throw wrongShape(values, parent, "a list");
    for (const [index, raw] of values.entries()) {
      const place = placeOf(String(index), parent);
      if (!isObject(raw)) throw wrongShape(raw, place, "an object");
      const type = optionalString(raw.resource_type, place, "resource_type") ?? id.split(".", 1)[0] ?? "";
      if (isResourceType(type)) this.#disabled.push(readNode(type, nodeEntry(id, raw, place)));
      else this.#unknownTypes.add(type);
    }
  }

  /**
   * Before dbt 1.6 the manifest does not name the root project, but has the MD5 of its name: an installed package may
   * have more nodes than the project. Without the hash it is the package that most nodes belong to.
   */
  #findProjectName(projectId: string | undefined): string | undefined {
    const counts = new Map<string, number>();
    for (const { packageName } of this.#macros.values()) counts.set(packageName, 0);
    for (const { packageName } of this.#nodes.values()) {
      counts.set(packageName, (counts.get(packageName) ?? 0) + 1);
    }
    const packages = [...counts].toSorted(([, left], [, right]) => right - left).map(([name]) => name);
    return packages.find((name) => hash("md5", name) === projectId) ?? packages[0];
  }
}

/** The same object where it holds the same data. */
function share<T>(before: T | undefined, now: T): T {
  return before !== undefined && isSameData(before, now) ? before : now;
}
