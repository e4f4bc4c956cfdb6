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
import {
  boolean,
  jsonObject,
  number,
  numberOrString,
  object,
  optionalString,
  string,
  strings,
} from "./fields.ts";
import type { Place } from "./fields.ts";
import { ResourceNode } from "./resource-node.ts";
import type { NodeEntry } from "./resource-node.ts";
import {
  readChecksum,
  readColumns,
  readConstraints,
  readObjects,
  readRefs,
  readRelation,
  readSourceCalls,
} from "./resource-parts.ts";

class CodeNode extends ResourceNode {
  readonly relation: Relation;
  readonly checksum: Checksum;
  readonly rawCode: string;
  readonly language: string;
  readonly refs: readonly RefCall[];
  readonly sourceCalls: readonly SourceCall[];
  readonly columns: readonly Column[];

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, config, place } = entry;
    this.relation = readRelation(raw, raw.alias, config.quoting, place);
    this.checksum = readChecksum(raw.checksum, place);
    this.rawCode = optionalString(raw.raw_code, place, "raw_code") ?? "";
    this.language = optionalString(raw.language, place, "language") ?? "sql";
    this.refs = readRefs(raw.refs, place);
    this.sourceCalls = readSourceCalls(raw.sources, place);
    this.columns = readColumns(raw.columns, place);
  }
}

export class ModelNode extends CodeNode implements Model {
  readonly resourceType = "model";
  readonly access: Access;
  readonly contract: Contract;
  readonly constraints: readonly Constraint[];
  readonly version: string | undefined;
  readonly latestVersion: string | undefined;
  readonly deprecationDate: string | undefined;
  readonly primaryKey: readonly string[];
  readonly isTimeSpine: boolean;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, config, place } = entry;
    this.access = readAccess(optionalString(raw.access ?? config.access, place, "access"));
    this.contract = readContract(raw.contract ?? config.contract, place);
    this.constraints = readConstraints(raw.constraints, place);
    this.version = numberOrString(raw.version, place, "version");
    this.latestVersion = numberOrString(raw.latest_version, place, "latest_version");
    this.deprecationDate = optionalString(raw.deprecation_date, place, "deprecation_date");
    this.primaryKey = strings(raw.primary_key, place, "primary_key");
    this.isTimeSpine =
      this.name === "metricflow_time_spine" || object(raw.time_spine, place, "time_spine") !== undefined;
  }
}

/** A model without access, as before dbt 1.5, is protected, which is dbt's default since. */
function readAccess(access: string | undefined): Access {
  return access === "private" || access === "public" ? access : "protected";
}

const NO_CONTRACT: Contract = Object.freeze({ enforced: false, aliasTypes: true, checksum: undefined });

function readContract(value: unknown, place: Place): Contract {
  const raw = object(value, place, "contract");
  if (raw === undefined) return NO_CONTRACT;
  return {
    enforced: boolean(raw.enforced, place, "contract.enforced") ?? false,
    aliasTypes: boolean(raw.alias_types, place, "contract.alias_types") ?? true,
    checksum: optionalString(raw.checksum, place, "contract.checksum"),
  };
}

export class SeedNode extends CodeNode implements Seed {
  readonly resourceType = "seed";
}

export class SnapshotNode extends CodeNode implements Snapshot {
  readonly resourceType = "snapshot";
}

export class OtherCodeNode extends CodeNode implements OtherCode {
  readonly resourceType: OtherCode["resourceType"];

  constructor(entry: NodeEntry, resourceType: OtherCode["resourceType"]) {
    super(entry);
    this.resourceType = resourceType;
  }
}

export class SqlFunctionNode extends CodeNode implements SqlFunction {
  readonly resourceType = "function";
  readonly arguments: readonly JsonObject[];
  readonly returns: JsonObject;

  constructor(entry: NodeEntry) {
    super(entry);
    this.arguments = readObjects(entry.raw.arguments, entry.place, "arguments");
    this.returns = jsonObject(entry.raw.returns, entry.place, "returns");
  }
}

export class DataTestNode extends ResourceNode implements DataTest {
  readonly resourceType = "test";
  readonly rawCode: string;
  readonly kind: DataTest["kind"];
  readonly testMetadata: TestMetadata | undefined;
  readonly columnName: string | undefined;
  readonly attachedNode: NodeId | undefined;
  readonly severity: DataTest["severity"];
  readonly where: string | undefined;
  readonly limit: number | undefined;
  readonly warnIf: string;
  readonly errorIf: string;
  readonly failCalc: string;

  constructor(entry: NodeEntry) {
    super(entry);
    const { raw, config, place } = entry;
    this.rawCode = optionalString(raw.raw_code, place, "raw_code") ?? "";
    this.testMetadata = readTestMetadata(raw.test_metadata, place);
    this.kind = this.testMetadata === undefined ? "singular" : "generic";
    this.columnName = optionalString(raw.column_name, place, "column_name");
    this.attachedNode =
      optionalString(raw.attached_node, place, "attached_node") ??
      attachedNodeOf(this.testMetadata, this.dependsOn.nodes);
    this.severity = readSeverity(optionalString(config.severity, place, "config.severity"));
    this.where = optionalString(config.where, place, "config.where");
    this.limit = number(config.limit, place, "config.limit");
    this.warnIf = optionalString(config.warn_if, place, "config.warn_if") ?? "!= 0";
    this.errorIf = optionalString(config.error_if, place, "config.error_if") ?? "!= 0";
    this.failCalc = optionalString(config.fail_calc, place, "config.fail_calc") ?? "count(*)";
  }
}

function readSeverity(severity: string | undefined): DataTest["severity"] {
  return severity?.toLowerCase() === "warn" ? "warn" : "error";
}

function readTestMetadata(value: unknown, place: Place): TestMetadata | undefined {
  const raw = object(value, place, "test_metadata");
  if (raw === undefined) return undefined;
  return {
    name: string(raw.name, place, "test_metadata.name"),
    namespace: optionalString(raw.namespace, place, "test_metadata.namespace"),
    arguments: jsonObject(raw.kwargs, place, "test_metadata.kwargs"),
  };
}
