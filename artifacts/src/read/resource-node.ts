import type { DependsOn, JsonObject, NodeConfig, NodeId } from "../types/resource.ts";
import { boolean, object, optionalString, string, strings } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readMeta, readPatchPath, readPath, readTags } from "./resource-parts.ts";
import type { NodeTexts } from "./node-texts.ts";

const NOTHING: RawObject = Object.freeze({});

/** What a node is made of. */
export interface NodeInput {
  readonly uniqueId: NodeId;
  readonly raw: RawObject;
  readonly texts: NodeTexts;
  readonly place: Place;
}

/**
 * What every node has. Nodes are classes, not plain data, for one reason: the code and the full config are decoded when
 * somebody asks for them, and most runs never do for most nodes.
 */
export class ResourceNode {
  readonly uniqueId: NodeId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly patchPath: string | undefined;
  readonly fqn: readonly string[];
  readonly description: string;
  readonly tags: readonly string[];
  readonly meta: JsonObject;
  readonly config: NodeConfig;
  readonly group: string | undefined;
  readonly dependsOn: DependsOn;

  constructor({ uniqueId, raw, texts, place }: NodeInput) {
    const config = configOf(raw, place);
    this.uniqueId = uniqueId;
    this.name = string(raw.name, place, "name");
    this.packageName = string(raw.package_name, place, "package_name");
    this.path = readPath(raw.path, place, "path");
    this.originalFilePath = readPath(raw.original_file_path, place, "original_file_path");
    this.patchPath = readPatchPath(raw.patch_path, place);
    this.fqn = strings(raw.fqn, place, "fqn");
    this.description = optionalString(raw.description, place, "description") ?? "";
    this.tags = readTags(raw.tags, config.tags, place);
    this.meta = readMeta(raw.meta, config.meta, place);
    this.config = new LazyConfig(config, texts, place);
    this.group =
      optionalString(raw.group, place, "group") ?? optionalString(config.group, place, "config.group");
    this.dependsOn = readDependsOn(object(raw.depends_on, place, "depends_on"), place);
  }
}

export function configOf(raw: RawObject, place: Place): RawObject {
  return object(raw.config, place, "config") ?? NOTHING;
}

const NO_DEPENDENCIES: DependsOn = Object.freeze({ nodes: Object.freeze([]), macros: Object.freeze([]) });

function readDependsOn(raw: RawObject | undefined, place: Place): DependsOn {
  if (raw === undefined) return NO_DEPENDENCIES;
  return {
    nodes: strings(raw.nodes, place, "depends_on.nodes"),
    macros: strings(raw.macros, place, "depends_on.macros"),
  };
}

class LazyConfig implements NodeConfig {
  readonly enabled: boolean;
  readonly materialized: string | undefined;
  readonly uniqueKey: readonly string[];
  readonly incrementalStrategy: string | undefined;
  readonly onSchemaChange: string | undefined;
  readonly fullRefresh: boolean | undefined;
  readonly persistDocs: { readonly relation: boolean; readonly columns: boolean };
  readonly #texts: NodeTexts;
  #values: JsonObject | undefined;
  #unrendered: JsonObject | undefined;

  constructor(raw: RawObject, texts: NodeTexts, place: Place) {
    this.enabled = boolean(raw.enabled, place, "config.enabled") ?? true;
    this.materialized = optionalString(raw.materialized, place, "config.materialized");
    this.uniqueKey = strings(raw.unique_key, place, "config.unique_key");
    this.incrementalStrategy = optionalString(raw.incremental_strategy, place, "config.incremental_strategy");
    this.onSchemaChange = optionalString(raw.on_schema_change, place, "config.on_schema_change");
    this.fullRefresh = boolean(raw.full_refresh, place, "config.full_refresh");
    this.persistDocs = readPersistDocs(object(raw.persist_docs, place, "config.persist_docs"), place);
    this.#texts = texts;
  }

  get values(): JsonObject {
    this.#values ??= this.#texts.configValues();
    return this.#values;
  }

  get unrendered(): JsonObject {
    this.#unrendered ??= this.#texts.unrenderedConfig();
    return this.#unrendered;
  }
}

const NO_PERSISTED_DOCS = Object.freeze({ relation: false, columns: false });

function readPersistDocs(raw: RawObject | undefined, place: Place): NodeConfig["persistDocs"] {
  if (raw === undefined) return NO_PERSISTED_DOCS;
  return {
    relation: boolean(raw.relation, place, "config.persist_docs.relation") ?? false,
    columns: boolean(raw.columns, place, "config.persist_docs.columns") ?? false,
  };
}
