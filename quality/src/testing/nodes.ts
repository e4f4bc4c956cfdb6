import type {
  Column,
  DataTest,
  Exposure,
  Json,
  JsonObject,
  Metric,
  Model,
  NodeConfig,
  Relation,
  SavedQuery,
  Seed,
  SemanticModel,
  Snapshot,
  Source,
  UnitTest,
} from "@headwater/artifacts";

import type {
  CodeSpec,
  ColumnSpec,
  ExposureSpec,
  ModelSpec,
  NodeSpec,
  SourceSpec,
  TestSpec,
} from "./specs.ts";

/** The root project of every test project. */
export const testProject = "shop";

/** A model of the project, by default a table with no description, columns, parents or YAML tests. */
export function model(name: string, spec: ModelSpec = {}): Model {
  const { version, access, contract, constraints = [], latestVersion, deprecationDate } = spec;
  const uniqueId = `model.${spec.package ?? testProject}.${name}${version === undefined ? "" : `.v${version}`}`;
  // As dbt's: another text for other columns, types or constraints.
  const promise = JSON.stringify([spec.columns, constraints]);
  const values = { materialized: spec.materialized ?? "table", ...spec.config };
  return {
    ...code(uniqueId, name, { ...spec, config: values }, "models", "sql"),
    resourceType: "model",
    access: access ?? "protected",
    contract: { enforced: contract ?? false, aliasTypes: true, checksum: contract ? promise : undefined },
    constraints,
    version,
    latestVersion: latestVersion ?? version,
    deprecationDate,
    primaryKey: [],
    isTimeSpine: spec.isTimeSpine ?? false,
  };
}

export function seed(name: string, spec: CodeSpec = {}): Seed {
  const config = { materialized: "seed", ...spec.config };
  const uniqueId = `seed.${spec.package ?? testProject}.${name}`;
  return { ...code(uniqueId, name, { ...spec, config }, "seeds", "csv"), resourceType: "seed" };
}

export function snapshot(name: string, spec: CodeSpec = {}): Snapshot {
  const config = { materialized: "snapshot", ...spec.config };
  const uniqueId = `snapshot.${spec.package ?? testProject}.${name}`;
  return { ...code(uniqueId, name, { ...spec, config }, "snapshots", "sql"), resourceType: "snapshot" };
}

/** A source table, named "shop_raw.orders". */
export function source(name: string, spec: SourceSpec = {}): Source {
  const [sourceName = "", table = ""] = name.split(".");
  const yaml = spec.path ?? `models/${spec.folder ?? `staging/${sourceName}`}/_${sourceName}__sources.yml`;
  const { freshness } = spec;
  return {
    ...resource(`source.${spec.package ?? testProject}.${name}`, table, { ...spec, path: yaml }, yaml),
    resourceType: "source",
    fqn: [spec.package ?? testProject, ...yaml.split("/").slice(1, -1), sourceName, table],
    patchPath: yaml,
    sourceName,
    sourceDescription: spec.sourceDescription ?? "",
    sourceMeta: spec.sourceMeta ?? {},
    loader: "",
    relation: relation(spec.identifier ?? table, { schema: sourceName, ...spec }),
    columns: columns(spec.columns),
    loadedAtField: spec.loadedAtField,
    loadedAtQuery: undefined,
    freshness: freshness && { warnAfter: undefined, errorAfter: undefined, filter: undefined, ...freshness },
    external: undefined,
  };
}

/** A generic test on a node ("orders", "shop_raw.orders"), on a column of it where one is given. */
export function test(name: string, node: string, column?: string, spec: TestSpec = {}): DataTest {
  const { namespace } = spec;
  const suffix = `${namespace === undefined ? "" : `${namespace}_`}${name}_${node.replaceAll(".", "_")}`;
  const fullName = column === undefined ? suffix : `${suffix}_${column}`;
  const testMacro = `macro.${namespace ?? "dbt"}.test_${name}`;
  return {
    ...singularTest(fullName, { parents: [node], macros: [testMacro], ...spec }),
    uniqueId: `test.${spec.package ?? testProject}.${fullName}.0123456789`,
    kind: "generic",
    testMetadata: {
      name,
      namespace,
      arguments: { ...(column && { column_name: column }), ...spec.arguments },
    },
    columnName: column,
    // A short name; `project` turns it into the id.
    attachedNode: node,
  };
}

/** A test of its own below tests/. */
export function singularTest(name: string, spec: TestSpec = {}): DataTest {
  const config = {
    severity: spec.severity ?? "error",
    ...(spec.where && { where: spec.where }),
    ...spec.config,
  };
  return {
    ...code(`test.${spec.package ?? testProject}.${name}`, name, { ...spec, config }, "tests", "sql"),
    resourceType: "test",
    kind: "singular",
    testMetadata: undefined,
    columnName: undefined,
    attachedNode: undefined,
    severity: spec.severity ?? "error",
    where: spec.where,
    limit: spec.limit,
    warnIf: spec.warnIf ?? "!= 0",
    errorIf: spec.errorIf ?? "!= 0",
    failCalc: "count(*)",
  };
}

export function unitTest(name: string, testedModel: string, spec: NodeSpec = {}): UnitTest {
  const pack = spec.package ?? testProject;
  const yaml = spec.path ?? `models/${spec.folder ? `${spec.folder}/` : ""}_models.yml`;
  return {
    ...resource(`unit_test.${pack}.${testedModel}.${name}`, name, { parents: [testedModel], ...spec }, yaml),
    resourceType: "unit_test",
    model: testedModel,
    // A short name; `project` turns it into the id.
    testedNode: testedModel,
    version: undefined,
    checksum: name,
  };
}

export function exposure(name: string, spec: ExposureSpec = {}): Exposure {
  return {
    ...resource(`exposure.${spec.package ?? testProject}.${name}`, name, spec, "models/_exposures.yml"),
    resourceType: "exposure",
    type: spec.type ?? "dashboard",
    maturity: spec.maturity,
    label: undefined,
    url: spec.url,
    owner: { name: "Ada", emails: [], extra: {}, ...spec.owner },
  };
}

export function metric(name: string, spec: NodeSpec & { readonly typeParams?: JsonObject } = {}): Metric {
  return {
    ...resource(`metric.${spec.package ?? testProject}.${name}`, name, spec, "models/_metrics.yml"),
    resourceType: "metric",
    label: undefined,
    type: "simple",
    typeParams: spec.typeParams ?? {},
    filter: null,
  };
}

export function semanticModel(name: string, spec: NodeSpec = {}): SemanticModel {
  return {
    ...resource(`semantic_model.${spec.package ?? testProject}.${name}`, name, spec, "models/_semantic.yml"),
    resourceType: "semantic_model",
    label: undefined,
    model: `ref('${spec.parents?.[0] ?? ""}')`,
    entities: [],
    dimensions: [],
    measures: [],
    defaults: {},
    primaryEntity: undefined,
  };
}

export function savedQuery(name: string, spec: NodeSpec = {}): SavedQuery {
  return {
    ...resource(`saved_query.${spec.package ?? testProject}.${name}`, name, spec, "models/_semantic.yml"),
    resourceType: "saved_query",
    label: undefined,
    queryParams: {},
    exports: [],
  };
}

function code(uniqueId: string, name: string, spec: CodeSpec, root: string, extension: string) {
  const path = spec.path ?? [root, spec.folder, `${name}.${extension}`].filter(Boolean).join("/");
  const schema = path.slice(0, path.lastIndexOf("/"));
  return {
    ...resource(
      uniqueId,
      name,
      { ...spec, path },
      spec.yaml === undefined ? `${schema}/_models.yml` : spec.yaml,
    ),
    relation: relation(spec.alias ?? name, spec),
    checksum: { name: "sha256", value: spec.checksum ?? spec.sql ?? `code of ${name}` },
    rawCode: spec.sql ?? "",
    language: "sql",
    refs: [],
    sourceCalls: [],
    columns: columns(spec.columns),
  };
}

function resource(uniqueId: string, name: string, spec: NodeSpec, yaml: string | null) {
  const path = spec.path ?? yaml ?? "";
  return {
    uniqueId,
    name,
    packageName: spec.package ?? testProject,
    path: path.slice(path.indexOf("/") + 1),
    originalFilePath: path,
    patchPath: yaml ?? undefined,
    fqn: [spec.package ?? testProject, ...path.split("/").slice(1, -1), name],
    description: spec.description ?? "",
    tags: spec.tags ?? [],
    meta: spec.meta ?? {},
    config: config(spec.config ?? {}),
    group: spec.group,
    // Short names; `project` turns them into ids.
    dependsOn: { nodes: spec.parents ?? [], macros: spec.macros ?? [] },
  };
}

function config(values: JsonObject): NodeConfig {
  const text = (key: string): string | undefined => {
    const value = values[key];
    return typeof value === "string" ? value : undefined;
  };
  return {
    enabled: values["enabled"] !== false,
    materialized: text("materialized"),
    uniqueKey: texts(values["unique_key"]),
    incrementalStrategy: text("incremental_strategy"),
    onSchemaChange: text("on_schema_change"),
    fullRefresh: typeof values["full_refresh"] === "boolean" ? values["full_refresh"] : undefined,
    persistDocs: { relation: false, columns: false },
    values,
    unrendered: values,
  };
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function relation(identifier: string, spec: CodeSpec): Relation {
  const { database = "warehouse", schema = "analytics", quoteIdentifier = true } = spec;
  return {
    database,
    schema,
    identifier,
    quoting: { database: true, schema: true, identifier: quoteIdentifier },
    relationName: `"${database}"."${schema}"."${identifier}"`,
  };
}

function columns(specs: Readonly<Record<string, ColumnSpec>> = {}): readonly Column[] {
  return Object.entries(specs).map(([name, spec]) => column(name, spec));
}

function column(name: string, spec: ColumnSpec): Column {
  return {
    name,
    description: "",
    dataType: undefined,
    constraints: [],
    quote: undefined,
    meta: {},
    tags: [],
    ...(typeof spec === "string" ? { dataType: spec } : spec),
  };
}
