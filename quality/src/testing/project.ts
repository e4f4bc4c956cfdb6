import { buildProjectGraph } from "@headwater/artifacts";
import type {
  Catalog,
  DependsOn,
  Group,
  Macro,
  Manifest,
  NodeId,
  ProjectNode,
  RunResult,
  SourceFreshness,
} from "@headwater/artifacts";

import type { Side } from "../rule.ts";
import { testProject } from "./nodes.ts";

/** The catalog's columns of a node: warehouse names to warehouse types, in order. */
export type CatalogSpec = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface ProjectSpec {
  readonly adapter?: string;
  readonly dbtVersion?: string;
  readonly schemaVersion?: number;
  readonly disabled?: readonly ProjectNode[];
  readonly macros?: readonly Macro[];
  readonly groups?: readonly Group[];
  /** By the nodes' short names. Without it there is no catalog. */
  readonly catalog?: CatalogSpec;
  /** By the nodes' short names or ids; whatever is not said is a success that took a second. */
  readonly runResults?: Readonly<Record<string, Partial<RunResult>>>;
  /** By "source.table". */
  readonly freshness?: Readonly<Record<string, Partial<SourceFreshness>>>;
}

/**
 * One side's artifacts, made in memory: `project([model("orders", { parents: ["raw.orders"] }), source("raw.orders")])`.
 * Short names in `parents`, `attachedNode` and `testedNode` become unique ids; a name that no node has stays as it
 * is and dangles.
 */
export function project(nodes: readonly ProjectNode[], spec: ProjectSpec = {}): Side {
  const idOf = resolver(nodes);
  const manifest: Manifest = {
    metadata: {
      schemaVersion: spec.schemaVersion ?? 12,
      dbtVersion: spec.dbtVersion ?? "1.11.0",
      generatedAt: "2026-01-01T00:00:00Z",
      invocationId: "test",
      projectName: testProject,
      adapterType: spec.adapter ?? "duckdb",
    },
    nodes: new Map(nodes.map((node) => [node.uniqueId, link(node, idOf)])),
    disabled: (spec.disabled ?? []).map((node) => link(node, idOf)),
    macros: new Map((spec.macros ?? []).map((macro) => [macro.uniqueId, macro])),
    groups: new Map((spec.groups ?? []).map((group) => [group.name, group])),
    selectors: new Map(),
    unknownResourceTypes: [],
  };
  return {
    graph: buildProjectGraph(manifest),
    manifest,
    catalog: spec.catalog && catalog(spec.catalog, idOf),
    runResults: spec.runResults && {
      metadata: artifactMetadata,
      elapsedTimeSeconds: 1,
      results: Object.entries(spec.runResults).map(([name, result]) => runResult(idOf(name), result)),
      args: { which: "build" },
    },
    sources: spec.freshness && {
      metadata: artifactMetadata,
      results: Object.entries(spec.freshness).map(([name, result]) => freshness(idOf(name), result)),
    },
  };
}

/** A macro of the project, or of a package: "dbt_utils.star". */
export function macro(name: string, spec: Partial<Macro> = {}): Macro {
  const [packageName, ownName] = name.includes(".") ? name.split(".", 2) : [testProject, name];
  return {
    uniqueId: macroId(name),
    name: ownName ?? name,
    packageName: packageName ?? testProject,
    path: `macros/${ownName}.sql`,
    originalFilePath: `macros/${ownName}.sql`,
    patchPath: undefined,
    description: "",
    meta: {},
    arguments: [],
    dependsOn: { nodes: [], macros: [] },
    macroSql: "",
    ...spec,
  };
}

export function group(name: string, spec: Partial<Group> = {}): Group {
  return {
    uniqueId: `group.${testProject}.${name}`,
    name,
    packageName: testProject,
    originalFilePath: "models/_groups.yml",
    description: "",
    meta: {},
    owner: { name: "Ada", emails: [], extra: {} },
    ...spec,
  };
}

const artifactMetadata = {
  schemaVersion: 6,
  dbtVersion: "1.11.0",
  generatedAt: "2026-01-01T00:00:00Z",
  invocationId: "test",
};

type Resolve = (name: string) => NodeId;

function resolver(nodes: readonly ProjectNode[]): Resolve {
  const ids = new Map<string, NodeId>();
  for (const node of nodes) {
    ids.set(node.uniqueId, node.uniqueId);
    // "orders", "orders.v2", "raw.orders": the id without type and package. The first node of a name has it.
    const short = node.uniqueId.split(".").slice(2).join(".");
    if (!ids.has(short)) ids.set(short, node.uniqueId);
  }
  return (name) => ids.get(name) ?? name;
}

function macroId(name: string): NodeId {
  if (name.startsWith("macro.")) return name;
  return `macro.${name.includes(".") ? name : `${testProject}.${name}`}`;
}

function link(node: ProjectNode, idOf: Resolve): ProjectNode {
  const dependsOn: DependsOn = {
    nodes: node.dependsOn.nodes.map(idOf),
    macros: node.dependsOn.macros.map(macroId),
  };
  if (node.resourceType === "test" && node.attachedNode !== undefined) {
    return { ...node, dependsOn, attachedNode: idOf(node.attachedNode) };
  }
  if (node.resourceType === "unit_test" && node.testedNode !== undefined) {
    return { ...node, dependsOn, testedNode: idOf(node.testedNode) };
  }
  return { ...node, dependsOn };
}

function catalog(spec: CatalogSpec, idOf: Resolve): Catalog {
  const tables = Object.entries(spec).map(([name, types]) => {
    const uniqueId = idOf(name);
    const columns = Object.entries(types).map(([column, type], position) => ({
      name: column,
      type,
      index: position + 1,
      comment: undefined,
    }));
    return {
      uniqueId,
      database: "warehouse",
      schema: "analytics",
      name,
      type: "BASE TABLE",
      comment: undefined,
      owner: undefined,
      columns,
    };
  });
  return {
    metadata: artifactMetadata,
    tables: new Map(tables.map((table) => [table.uniqueId, table])),
    errors: [],
  };
}

/** What dbt says of a node that it built, or of a test that passed, with changes. */
export function runResult(uniqueId: NodeId, result: Partial<RunResult>): RunResult {
  return {
    uniqueId,
    status: uniqueId.startsWith("test.") ? "pass" : "success",
    executionTimeSeconds: 1,
    message: undefined,
    failures: undefined,
    relationName: undefined,
    timing: [],
    adapterResponse: {},
    ...result,
  };
}

function freshness(uniqueId: NodeId, result: Partial<SourceFreshness>): SourceFreshness {
  const times = { maxLoadedAt: undefined, snapshottedAt: undefined, ageSeconds: undefined };
  return { uniqueId, status: "pass", ...times, error: undefined, ...result };
}
