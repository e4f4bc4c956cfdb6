import { ArtifactError } from "../errors.ts";
import { EntryText } from "../scan/entry-text.ts";
import type { CompiledPick } from "../scan/pick.ts";
import type { PickedEntry, SectionPlan } from "../scan/skim.ts";
import type { Group, Macro, Manifest, ManifestMetadata } from "../types/manifest.ts";
import type { ProjectNode, ResourceType } from "../types/nodes.ts";
import type { JsonObject, NodeId } from "../types/resource.ts";
import { createNode, isResourceType } from "./create-node.ts";
import { rawMember } from "./entries.ts";
import { isObject, optionalString, placeOf, string, wrongShape } from "./fields.ts";
import { createGroup, createMacro } from "./macros-and-groups.ts";
import { EntryNodeTexts, textsOfRaw } from "./node-texts.ts";
import { DEFINITION, EVERYTHING, MACRO, NODE, SOURCE, TEST } from "./picks.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactBody, ArtifactInput, ArtifactKind } from "./read-artifact.ts";

/** Manifest v7 is dbt 1.3, v12 is dbt 1.8 to 1.12 and dbt 2; early previews of dbt 2 called the same v20. */
const KIND: ArtifactKind = {
  name: "manifest",
  file: "manifest.json",
  command: "dbt parse",
  versions: [7, 8, 9, 10, 11, 12, 20],
};

/** The sections beside `nodes` whose entries are nodes of one type. */
const DEFINITION_SECTIONS: Readonly<Record<string, ResourceType>> = {
  exposures: "exposure",
  metrics: "metric",
  semantic_models: "semantic_model",
  saved_queries: "saved_query",
  unit_tests: "unit_test",
};

export interface ManifestOptions {
  /**
   * A manifest that was read before, usually head's when base is read. Nodes and macros of which nothing that is read
   * differs are the same objects in both then: they are not parsed again, cost no memory, and can be told by identity.
   */
  readonly shareWith?: Manifest;
}

/** What a manifest's nodes and macros were made of, by id: kept beside it for `shareWith`. */
const entriesOf = new WeakMap<Manifest, ReadonlyMap<NodeId, EntryText>>();

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

function load(input: ArtifactInput, { shareWith }: ManifestOptions): Manifest {
  const builder = new ManifestBuilder(shareWith);
  const body = readArtifact(input, KIND, builder.plans());
  const name = typeof input === "string" ? input : input.name;
  if (!body.sections.has("nodes")) {
    throw new ArtifactError("ARTIFACT_WRONG_SHAPE", `${name}: expected the section nodes, found none`, {
      file: name,
      jsonPath: "nodes",
      hint: `Write the manifest again with "${KIND.command}".`,
    });
  }
  return builder.build(body);
}

class ManifestBuilder {
  readonly #nodes = new Map<NodeId, ProjectNode>();
  readonly #macros = new Map<NodeId, Macro>();
  readonly #groups = new Map<string, Group>();
  readonly #selectors = new Map<string, JsonObject>();
  readonly #entries = new Map<NodeId, EntryText>();
  readonly #unknownTypes = new Set<string>();
  readonly #shared: Manifest | undefined;
  readonly #sharedEntries: ReadonlyMap<NodeId, EntryText>;
  #disabled: ProjectNode[] = [];

  constructor(shared: Manifest | undefined) {
    this.#shared = shared;
    this.#sharedEntries = (shared && entriesOf.get(shared)) ?? new Map();
  }

  plans(): Readonly<Record<string, SectionPlan>> {
    const plans: Record<string, SectionPlan> = {
      nodes: this.#nodePlan("nodes", (id) => (id.startsWith("test.") ? TEST : NODE)),
      functions: this.#nodePlan("functions", () => NODE, "function"),
      sources: this.#nodePlan("sources", () => SOURCE, "source"),
      macros: { pickFor: () => MACRO, onEntry: (entry) => this.#addMacro(entry) },
      groups: { pickFor: () => EVERYTHING, onEntry: (entry) => this.#addGroup(entry) },
      selectors: { pickFor: () => EVERYTHING, onEntry: (entry) => this.#addSelector(entry) },
      disabled: {
        pickFor: () => EVERYTHING,
        onEntry: (entry) => this.#addDisabled(entry),
        onStart: () => (this.#disabled = []),
      },
    };
    for (const [section, type] of Object.entries(DEFINITION_SECTIONS)) {
      plans[section] = this.#nodePlan(section, () => DEFINITION, type);
    }
    return plans;
  }

  build({ metadata, rawMetadata }: ArtifactBody): Manifest {
    const place = placeOf("metadata");
    const manifest: Manifest = {
      metadata: {
        ...metadata,
        projectName:
          optionalString(rawMetadata.project_name, place, "project_name") ?? this.#guessProjectName(),
        adapterType: optionalString(rawMetadata.adapter_type, place, "adapter_type"),
      } satisfies ManifestMetadata,
      nodes: this.#nodes,
      disabled: this.#disabled,
      macros: this.#macros,
      groups: this.#groups,
      unknownResourceTypes: [...this.#unknownTypes],
      selectors: this.#selectors,
    };
    entriesOf.set(manifest, this.#entries);
    return manifest;
  }

  /** `type`: the section's own; without it, every entry says its type. */
  #nodePlan(section: string, pickFor: (id: string) => CompiledPick, type?: ResourceType): SectionPlan {
    return { pickFor, onEntry: (entry) => this.#addNode(section, entry, type) };
  }

  #addNode(section: string, entry: PickedEntry, type?: ResourceType): void {
    const id = entry.key;
    const before = this.#sharedEntry(entry);
    const sharedNode = this.#shared?.nodes.get(id);
    if (before !== undefined && sharedNode !== undefined) {
      this.#nodes.set(id, sharedNode);
      this.#entries.set(id, before);
      return;
    }
    const member = rawMember(section, entry);
    if (member === undefined) return;
    const [raw, place] = member;
    const resourceType = type ?? string(raw.resource_type, place, "resource_type");
    if (!isResourceType(resourceType)) {
      this.#unknownTypes.add(resourceType);
      return;
    }
    const text = new EntryText(entry.parts);
    this.#nodes.set(
      id,
      createNode(resourceType, { uniqueId: id, raw, texts: new EntryNodeTexts(text), place }),
    );
    this.#entries.set(id, text);
  }

  #addMacro(entry: PickedEntry): void {
    const id = entry.key;
    const before = this.#sharedEntry(entry);
    const sharedMacro = this.#shared?.macros.get(id);
    if (before !== undefined && sharedMacro !== undefined) {
      this.#macros.set(id, sharedMacro);
      this.#entries.set(id, before);
      return;
    }
    const member = rawMember("macros", entry);
    if (member === undefined) return;
    const text = new EntryText(entry.parts);
    this.#macros.set(id, createMacro(id, member[0], text, member[1]));
    this.#entries.set(id, text);
  }

  /** What the shared manifest's entry of this id was made of, if this entry is no different. */
  #sharedEntry({ key, parts }: PickedEntry): EntryText | undefined {
    const before = this.#sharedEntries.get(key);
    return before?.equals(parts) === true ? before : undefined;
  }

  #addGroup(entry: PickedEntry): void {
    const member = rawMember("groups", entry);
    if (member === undefined) return;
    const group = createGroup(entry.key, ...member);
    this.#groups.set(group.name, group);
  }

  #addSelector(entry: PickedEntry): void {
    const value: unknown = JSON.parse(entry.parts.json.toString());
    // It came out of JSON.parse; selectors are kept as dbt wrote them.
    if (isObject(value)) this.#selectors.set(entry.key, value as JsonObject);
  }

  /** An id has a list of nodes, as several files may declare it and be disabled. */
  #addDisabled(entry: PickedEntry): void {
    const values: unknown = JSON.parse(entry.parts.json.toString());
    if (values === null) return;
    const parent = placeOf(entry.key, placeOf("disabled"));
    if (!Array.isArray(values)) throw wrongShape(values, parent, "a list");
    for (const [index, raw] of values.entries()) {
      const place = placeOf(String(index), parent);
      if (!isObject(raw)) throw wrongShape(raw, place, "an object");
      const type =
        optionalString(raw.resource_type, place, "resource_type") ?? entry.key.split(".", 1)[0] ?? "";
      if (!isResourceType(type)) this.#unknownTypes.add(type);
      else this.#disabled.push(createNode(type, { uniqueId: entry.key, raw, texts: textsOfRaw(raw), place }));
    }
  }

  /** Before dbt 1.6 the manifest does not name the root project: it is the package that most nodes belong to. */
  #guessProjectName(): string | undefined {
    const counts = new Map<string, number>();
    for (const node of this.#nodes.values()) {
      counts.set(node.packageName, (counts.get(node.packageName) ?? 0) + 1);
    }
    return [...counts].toSorted(([, left], [, right]) => right - left)[0]?.[0];
  }
}
