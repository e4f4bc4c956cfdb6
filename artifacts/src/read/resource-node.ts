import type { DependsOn, JsonObject, NodeConfig, NodeId } from "../types/resource.ts";
import { boolean, jsonObject, object, optionalString, string, strings } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readMeta, readPatchPath, readPath, readTags } from "./resource-parts.ts";

const NOTHING: RawObject = Object.freeze({});

/** An entry of the manifest that is to become a node. */
export interface NodeEntry {
  readonly uniqueId: NodeId;
  readonly raw: RawObject;
  /** The entry's config, which older manifests give less of. */
  readonly config: RawObject;
  readonly place: Place;
}

export function nodeEntry(uniqueId: NodeId, raw: RawObject, place: Place): NodeEntry {
  return { uniqueId, raw, config: object(raw.config, place, "config") ?? NOTHING, place };
}

/**
 * What every node has. Nodes are classes although they are plain data: an object that is put together from literals costs
 * six times as much to make, and a manifest has a hundred thousand.
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

  constructor({ uniqueId, raw, config, place }: NodeEntry) {
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
    this.config = readConfig(raw, config, place);
    this.group = optionalString(raw.group ?? config.group, place, "group");
    this.dependsOn = readDependsOn(object(raw.depends_on, place, "depends_on"), place);
  }
}

const NO_DEPENDENCIES: DependsOn = Object.freeze({ nodes: Object.freeze([]), macros: Object.freeze([]) });

function readDependsOn(raw: RawObject | undefined, place: Place): DependsOn {
  if (raw === undefined) return NO_DEPENDENCIES;
  return {
    nodes: strings(raw.nodes, place, "depends_on.nodes"),
    macros: strings(raw.macros, place, "depends_on.macros"),
  };
}

function readConfig(raw: RawObject, config: RawObject, place: Place): NodeConfig {
  return {
    enabled: boolean(config.enabled, place, "config.enabled") ?? true,
    materialized: optionalString(config.materialized, place, "config.materialized"),
    uniqueKey: strings(config.unique_key, place, "config.unique_key"),
    incrementalStrategy: optionalString(config.incremental_strategy, place, "config.incremental_strategy"),
    onSchemaChange: optionalString(config.on_schema_change, place, "config.on_schema_change"),
    fullRefresh: boolean(config.full_refresh, place, "config.full_refresh"),
    persistDocs: readPersistDocs(object(config.persist_docs, place, "config.persist_docs"), place),
    // What came out of JSON.parse is JSON.
    values: config as JsonObject,
    unrendered: jsonObject(raw.unrendered_config, place, "unrendered_config"),
  };
}

const NO_PERSISTED_DOCS: NodeConfig["persistDocs"] = Object.freeze({ relation: false, columns: false });

function readPersistDocs(raw: RawObject | undefined, place: Place): NodeConfig["persistDocs"] {
  if (raw === undefined) return NO_PERSISTED_DOCS;
  return {
    relation: boolean(raw.relation, place, "config.persist_docs.relation") ?? false,
    columns: boolean(raw.columns, place, "config.persist_docs.columns") ?? false,
  };
}
