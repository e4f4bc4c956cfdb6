import type { DependsOn, JsonObject, NodeConfig, NodeId } from "../types/resource.ts";
import type { Fields } from "./fields.ts";
import type { NodeTexts } from "./node-texts.ts";
import { readMeta, readPatchPath, readPath, readTags } from "./resource-parts.ts";

/** What a node is made of. */
export interface NodeInput {
  readonly uniqueId: NodeId;
  readonly fields: Fields;
  readonly texts: NodeTexts;
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

  constructor({ uniqueId, fields, texts }: NodeInput) {
    const config = fields.child("config");
    const dependsOn = fields.child("depends_on");
    this.uniqueId = uniqueId;
    this.name = fields.string("name");
    this.packageName = fields.string("package_name");
    this.path = readPath(fields, "path");
    this.originalFilePath = readPath(fields, "original_file_path");
    this.patchPath = readPatchPath(fields);
    this.fqn = fields.strings("fqn");
    this.description = fields.optionalString("description") ?? "";
    this.tags = readTags(fields, config);
    this.meta = readMeta(fields, config);
    this.config = new LazyConfig(config, texts);
    this.group = fields.optionalString("group") ?? config?.optionalString("group");
    this.dependsOn =
      dependsOn === undefined
        ? NO_DEPENDENCIES
        : { nodes: dependsOn.strings("nodes"), macros: dependsOn.strings("macros") };
  }
}

const NO_DEPENDENCIES: DependsOn = Object.freeze({ nodes: Object.freeze([]), macros: Object.freeze([]) });

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

  constructor(config: Fields | undefined, texts: NodeTexts) {
    const persistDocs = config?.child("persist_docs");
    this.enabled = config?.boolean("enabled") ?? true;
    this.materialized = config?.optionalString("materialized");
    this.uniqueKey = config?.strings("unique_key") ?? [];
    this.incrementalStrategy = config?.optionalString("incremental_strategy");
    this.onSchemaChange = config?.optionalString("on_schema_change");
    this.fullRefresh = config?.boolean("full_refresh");
    this.persistDocs =
      persistDocs === undefined
        ? NO_PERSISTED_DOCS
        : {
            relation: persistDocs.boolean("relation") ?? false,
            columns: persistDocs.boolean("columns") ?? false,
          };
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
