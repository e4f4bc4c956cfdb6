import type { Exposure, Metric, SavedQuery, SemanticModel, Source, UnitTest } from "../types/nodes.ts";
import type { Column, Freshness, Json, JsonObject, NodeId, Owner, Relation } from "../types/resource.ts";
import { isObject, jsonObject, numberOrString, optionalString, string } from "./fields.ts";
import { ResourceNode } from "./resource-node.ts";
import type { NodeEntry } from "./resource-node.ts";
import {
  readChecksum,
  readColumns,
  readFreshness,
  readObjects,
  readOwner,
  readRelation,
} from "./resource-parts.ts";

/** A resource that is written in YAML and nowhere else: the file that describes it is its own. */
class DefinitionNode extends ResourceNode {
  override readonly patchPath: string | undefined;

  constructor(entry: NodeEntry) {
    super(entry);
    this.patchPath = this.originalFilePath;
  }
}

export class SourceNode extends DefinitionNode implements Source {
  readonly resourceType = "source";
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly sourceMeta: JsonObject;
  readonly loader: string;
  readonly relation: Relation;
  readonly columns: readonly Column[];
  readonly loadedAtField: string | undefined;
  readonly loadedAtQuery: string | undefined;
  readonly freshness: Freshness | undefined;
  readonly external: JsonObject | undefined;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, config, place } = entry;
    this.sourceName = string(raw.source_name, place, "source_name");
    this.sourceDescription = optionalString(raw.source_description, place, "source_description") ?? "";
    this.sourceMeta = jsonObject(raw.source_meta, place, "source_meta");
    this.loader = optionalString(raw.loader, place, "loader") ?? "";
    this.relation = readRelation(raw, raw.identifier, raw.quoting, place);
    this.columns = readColumns(raw.columns, place);
    this.loadedAtField = optionalString(
      raw.loaded_at_field ?? config.loaded_at_field,
      place,
      "loaded_at_field",
    );
    this.loadedAtQuery = optionalString(
      raw.loaded_at_query ?? config.loaded_at_query,
      place,
      "loaded_at_query",
    );
    this.freshness = readFreshness(raw.freshness, place) ?? readFreshness(config.freshness, place);
    this.external = isObject(raw.external) ? jsonObject(raw.external, place, "external") : undefined;
  }
}

export class ExposureNode extends DefinitionNode implements Exposure {
  readonly resourceType = "exposure";
  readonly type: string;
  readonly maturity: string | undefined;
  readonly label: string | undefined;
  readonly url: string | undefined;
  readonly owner: Owner;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, place } = entry;
    this.type = optionalString(raw.type, place, "type") ?? "";
    this.maturity = optionalString(raw.maturity, place, "maturity");
    this.label = optionalString(raw.label, place, "label");
    this.url = optionalString(raw.url, place, "url");
    this.owner = readOwner(raw.owner, place);
  }
}

export class MetricNode extends DefinitionNode implements Metric {
  readonly resourceType = "metric";
  readonly label: string | undefined;
  readonly type: string;
  readonly typeParams: JsonObject;
  readonly filter: Json;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, place } = entry;
    this.label = optionalString(raw.label, place, "label");
    // Before dbt 1.6 a metric had a calculation method in place of a type.
    this.type = optionalString(raw.type ?? raw.calculation_method, place, "type") ?? "";
    this.typeParams = jsonObject(raw.type_params, place, "type_params");
    // It came out of JSON.parse.
    this.filter = (raw.filter ?? null) as Json;
  }
}

export class SemanticModelNode extends DefinitionNode implements SemanticModel {
  readonly resourceType = "semantic_model";
  readonly label: string | undefined;
  readonly model: string;
  readonly entities: readonly JsonObject[];
  readonly dimensions: readonly JsonObject[];
  readonly measures: readonly JsonObject[];
  readonly defaults: JsonObject;
  readonly primaryEntity: string | undefined;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, place } = entry;
    this.label = optionalString(raw.label, place, "label");
    this.model = optionalString(raw.model, place, "model") ?? "";
    this.entities = readObjects(raw.entities, place, "entities");
    this.dimensions = readObjects(raw.dimensions, place, "dimensions");
    this.measures = readObjects(raw.measures, place, "measures");
    this.defaults = jsonObject(raw.defaults, place, "defaults");
    this.primaryEntity = optionalString(raw.primary_entity, place, "primary_entity");
  }
}

export class SavedQueryNode extends DefinitionNode implements SavedQuery {
  readonly resourceType = "saved_query";
  readonly label: string | undefined;
  readonly queryParams: JsonObject;
  readonly exports: readonly JsonObject[];

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, place } = entry;
    this.label = optionalString(raw.label, place, "label");
    this.queryParams = jsonObject(raw.query_params, place, "query_params");
    this.exports = readObjects(raw.exports, place, "exports");
  }
}

export class UnitTestNode extends DefinitionNode implements UnitTest {
  readonly resourceType = "unit_test";
  readonly model: string;
  readonly testedNode: NodeId | undefined;
  readonly version: string | undefined;
  readonly checksum: string | undefined;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, place } = entry;
    const checksum = readChecksum(raw.checksum, place).value;
    this.model = optionalString(raw.model, place, "model") ?? "";
    this.testedNode =
      optionalString(raw.tested_node_unique_id, place, "tested_node_unique_id") ?? this.dependsOn.nodes[0];
    this.version = numberOrString(raw.version, place, "version");
    this.checksum = checksum === "" ? undefined : checksum;
  }
}
