import type { Exposure, Metric, SavedQuery, SemanticModel, Source, UnitTest } from "../types/nodes.ts";
import type { Column, Freshness, Json, JsonObject, NodeId, Owner, Relation } from "../types/resource.ts";
import { ResourceNode } from "./resource-node.ts";
import type { NodeInput } from "./resource-node.ts";
import { readColumns, readFreshness, readObjects, readOwner, readRelation } from "./resource-parts.ts";

/** A resource that is written in YAML and nowhere else: the file that describes it is its own. */
class DefinitionNode extends ResourceNode {
  override readonly patchPath: string | undefined;

  constructor(input: NodeInput) {
    super(input);
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

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    const config = fields.child("config");
    this.sourceName = fields.string("source_name");
    this.sourceDescription = fields.optionalString("source_description") ?? "";
    this.sourceMeta = fields.object("source_meta");
    this.loader = fields.optionalString("loader") ?? "";
    this.relation = readRelation(fields, "identifier", fields.child("quoting"));
    this.columns = readColumns(fields);
    this.loadedAtField =
      fields.optionalString("loaded_at_field") ?? config?.optionalString("loaded_at_field");
    this.loadedAtQuery =
      fields.optionalString("loaded_at_query") ?? config?.optionalString("loaded_at_query");
    this.freshness = readFreshness(fields.child("freshness")) ?? readFreshness(config?.child("freshness"));
    this.external = fields.raw["external"] === undefined ? undefined : fields.object("external");
  }
}

export class ExposureNode extends DefinitionNode implements Exposure {
  readonly resourceType = "exposure";
  readonly type: string;
  readonly maturity: string | undefined;
  readonly label: string | undefined;
  readonly url: string | undefined;
  readonly owner: Owner;

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    const owner = fields.child("owner");
    this.type = fields.optionalString("type") ?? "";
    this.maturity = fields.optionalString("maturity");
    this.label = fields.optionalString("label");
    this.url = fields.optionalString("url");
    this.owner = owner === undefined ? { name: undefined, emails: [], extra: {} } : readOwner(owner);
  }
}

export class MetricNode extends DefinitionNode implements Metric {
  readonly resourceType = "metric";
  readonly label: string | undefined;
  readonly type: string;
  readonly typeParams: JsonObject;
  readonly filter: Json;

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    this.label = fields.optionalString("label");
    // Before dbt 1.6 a metric had a calculation method in place of a type.
    this.type = fields.optionalString("type") ?? fields.optionalString("calculation_method") ?? "";
    this.typeParams = fields.object("type_params");
    // It came out of JSON.parse.
    this.filter = (fields.raw["filter"] ?? null) as Json;
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

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    this.label = fields.optionalString("label");
    this.model = fields.optionalString("model") ?? "";
    this.entities = readObjects(fields, "entities");
    this.dimensions = readObjects(fields, "dimensions");
    this.measures = readObjects(fields, "measures");
    this.defaults = fields.object("defaults");
    this.primaryEntity = fields.optionalString("primary_entity");
  }
}

export class SavedQueryNode extends DefinitionNode implements SavedQuery {
  readonly resourceType = "saved_query";
  readonly label: string | undefined;
  readonly queryParams: JsonObject;
  readonly exports: readonly JsonObject[];

  constructor(input: NodeInput) {
    super(input);
    this.label = input.fields.optionalString("label");
    this.queryParams = input.fields.object("query_params");
    this.exports = readObjects(input.fields, "exports");
  }
}

export class UnitTestNode extends DefinitionNode implements UnitTest {
  readonly resourceType = "unit_test";
  readonly model: string;
  readonly testedNode: NodeId | undefined;
  readonly version: string | undefined;
  readonly checksum: string | undefined;

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    this.model = fields.optionalString("model") ?? "";
    this.testedNode = fields.optionalString("tested_node_unique_id") ?? this.dependsOn.nodes[0];
    this.version = fields.numberOrString("version");
    const checksum = fields.raw["checksum"];
    this.checksum =
      typeof checksum === "string" ? checksum : fields.child("checksum")?.optionalString("checksum");
  }
}
