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
import type { NodeTexts } from "./node-texts.ts";
import { ResourceNode, configOf } from "./resource-node.ts";
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
    const { raw, place } = input;
    this.relation = readRelation(raw, raw.alias, configOf(raw, place).quoting, place);
    this.checksum = readChecksum(raw.checksum, place);
    this.language = optionalString(raw.language, place, "language") ?? "sql";
    this.refs = readRefs(raw.refs, place);
    this.sourceCalls = readSourceCalls(raw.sources, place);
    this.columns = readColumns(raw.columns, place);
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
    const { raw, place } = input;
    const config = configOf(raw, place);
    this.access = readAccess(optionalString(raw.access ?? config.access, place, "access"));
    this.contract = readContract(raw.contract ?? config.contract, place);
    this.constraints = readConstraints(raw.constraints, place);
    this.version = numberOrString(raw.version, place, "version");
    this.latestVersion = numberOrString(raw.latest_version, place, "latest_version");
    this.deprecationDate = optionalString(raw.deprecation_date, place, "deprecation_date");
    this.primaryKey = strings(raw.primary_key, place, "primary_key");
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
    this.arguments = readObjects(input.raw.arguments, input.place, "arguments");
    this.returns = jsonObject(input.raw.returns, input.place, "returns");
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
    const { raw, place } = input;
    const config = configOf(raw, place);
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
    this.#texts = input.texts;
  }

  get rawCode(): string {
    return this.#texts.code();
  }
}

function readSeverity(severity: string | undefined): "error" | "warn" {
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
