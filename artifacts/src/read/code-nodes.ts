import type {
  Access,
  DataTest,
  Model,
  OtherCode,
  Seed,
  Snapshot,
  SqlFunction,
  TestMetadata,
} from "../types/nodes.ts";
import type {
  Checksum,
  Column,
  Constraint,
  Contract,
  JsonObject,
  NodeId,
  RefCall,
  Relation,
  SourceCall,
} from "../types/resource.ts";
import { attachedNodeOf } from "./attached-node.ts";
import type { Fields } from "./fields.ts";
import type { NodeTexts } from "./node-texts.ts";
import { ResourceNode } from "./resource-node.ts";
import type { NodeInput } from "./resource-node.ts";
import {
  readChecksum,
  readColumns,
  readConstraints,
  readObjects,
  readRefs,
  readRelation,
  readSourceCalls,
} from "./resource-parts.ts";

class CodeFileNode extends ResourceNode {
  readonly relation: Relation;
  readonly checksum: Checksum;
  readonly language: string;
  readonly refs: readonly RefCall[];
  readonly sourceCalls: readonly SourceCall[];
  readonly columns: readonly Column[];
  readonly #texts: NodeTexts;

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    this.relation = readRelation(fields, "alias", fields.child("config")?.child("quoting"));
    this.checksum = readChecksum(fields);
    this.language = fields.optionalString("language") ?? "sql";
    this.refs = readRefs(fields);
    this.sourceCalls = readSourceCalls(fields);
    this.columns = readColumns(fields);
    this.#texts = input.texts;
  }

  get rawCode(): string {
    return this.#texts.code();
  }
}

export class ModelNode extends CodeFileNode implements Model {
  readonly resourceType = "model";
  readonly access: Access;
  readonly contract: Contract;
  readonly constraints: readonly Constraint[];
  readonly version: string | undefined;
  readonly latestVersion: string | undefined;
  readonly deprecationDate: string | undefined;
  readonly primaryKey: readonly string[];

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    const config = fields.child("config");
    this.access = readAccess(fields.optionalString("access") ?? config?.optionalString("access"));
    this.contract = readContract(fields.child("contract") ?? config?.child("contract"));
    this.constraints = readConstraints(fields);
    this.version = fields.numberOrString("version");
    this.latestVersion = fields.numberOrString("latest_version");
    this.deprecationDate = fields.optionalString("deprecation_date");
    this.primaryKey = fields.strings("primary_key");
  }
}

/** A model without access, as before dbt 1.5, is protected, which is dbt's default since. */
function readAccess(access: string | undefined): Access {
  return access === "private" || access === "public" ? access : "protected";
}

const NO_CONTRACT: Contract = Object.freeze({ enforced: false, aliasTypes: true, checksum: undefined });

function readContract(fields: Fields | undefined): Contract {
  if (fields === undefined) return NO_CONTRACT;
  return {
    enforced: fields.boolean("enforced") ?? false,
    aliasTypes: fields.boolean("alias_types") ?? true,
    checksum: fields.optionalString("checksum"),
  };
}

export class SeedNode extends CodeFileNode implements Seed {
  readonly resourceType = "seed";
}

export class SnapshotNode extends CodeFileNode implements Snapshot {
  readonly resourceType = "snapshot";
}

export class OtherCodeNode extends CodeFileNode implements OtherCode {
  readonly resourceType: OtherCode["resourceType"];

  constructor(input: NodeInput, resourceType: OtherCode["resourceType"]) {
    super(input);
    this.resourceType = resourceType;
  }
}

export class SqlFunctionNode extends CodeFileNode implements SqlFunction {
  readonly resourceType = "function";
  readonly arguments: readonly JsonObject[];
  readonly returns: JsonObject;

  constructor(input: NodeInput) {
    super(input);
    this.arguments = readObjects(input.fields, "arguments");
    this.returns = input.fields.object("returns");
  }
}

export class DataTestNode extends ResourceNode implements DataTest {
  readonly resourceType = "test";
  readonly kind: "generic" | "singular";
  readonly testMetadata: TestMetadata | undefined;
  readonly columnName: string | undefined;
  readonly attachedNode: NodeId | undefined;
  readonly severity: "error" | "warn";
  readonly where: string | undefined;
  readonly limit: number | undefined;
  readonly warnIf: string;
  readonly errorIf: string;
  readonly failCalc: string;
  readonly #texts: NodeTexts;

  constructor(input: NodeInput) {
    super(input);
    const { fields } = input;
    const config = fields.child("config");
    this.testMetadata = readTestMetadata(fields.child("test_metadata"));
    this.kind = this.testMetadata === undefined ? "singular" : "generic";
    this.columnName = fields.optionalString("column_name");
    this.attachedNode =
      fields.optionalString("attached_node") ?? attachedNodeOf(this.testMetadata, this.dependsOn.nodes);
    this.severity = config?.optionalString("severity")?.toLowerCase() === "warn" ? "warn" : "error";
    this.where = config?.optionalString("where");
    this.limit = config?.number("limit");
    this.warnIf = config?.optionalString("warn_if") ?? "!= 0";
    this.errorIf = config?.optionalString("error_if") ?? "!= 0";
    this.failCalc = config?.optionalString("fail_calc") ?? "count(*)";
    this.#texts = input.texts;
  }

  get rawCode(): string {
    return this.#texts.code();
  }
}

function readTestMetadata(fields: Fields | undefined): TestMetadata | undefined {
  if (fields === undefined) return undefined;
  return {
    name: fields.string("name"),
    namespace: fields.optionalString("namespace"),
    arguments: fields.object("kwargs"),
  };
}
