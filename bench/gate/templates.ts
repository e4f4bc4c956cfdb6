import { dbtJson } from "./json-writer.ts";

/** Where a copy's number goes in a template's text. */
export const copyMark = "__copy__";
/** Where the number of a set of sources goes: several copies read one set. */
export const sourcesMark = "__sources__";
/** Where the number of the copy goes that this copy is linked to. */
export const parentMark = "__parent__";

/** A resource of dbt's artifacts as dbt wrote it. */
export interface RawResource {
  readonly [key: string]: unknown;
  readonly unique_id: string;
  readonly resource_type: string;
  readonly package_name: string;
}

/** The manifest as dbt wrote it: `nodes`, `sources` … are objects of resources by id. */
export interface RawManifest {
  readonly [section: string]: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** One resource, ready to be copied: its text and its ids hold marks. */
export interface Template {
  readonly section: string;
  readonly resourceType: string;
  /** Position among the templates of its type; tests are thinned out by it. */
  readonly index: number;
  readonly id: string;
  readonly parents: readonly string[];
  /** Whether it is one of the tests that prove a primary key. */
  readonly isKeyTest: boolean;
  readonly text: string;
}

/** Marks ids and names of the project's own resources in any text of its artifacts. */
export interface Marker {
  readonly isOwn: (id: string) => boolean;
  readonly markId: (id: string) => string;
  /** The JSON text of a value, with every own id, ref() and source() marked. */
  readonly markText: (value: unknown) => string;
}

/** The sections of a manifest whose resources are copied. */
export const copiedSections = [
  "nodes",
  "sources",
  "exposures",
  "metrics",
  "semantic_models",
  "saved_queries",
  "unit_tests",
] as const;

/**
 * Between copies: the first model reads the second of another copy, so that the copies form one graph, as deep and
 * as wide as a large project's.
 */
const link = { from: "int_schools_located", to: "dim_school" };

/** The project's own resources as templates; those of packages stay as they are. */
export function templatesOf(manifest: RawManifest, marker: Marker): readonly Template[] {
  const counts = new Map<string, number>();
  const isKeyTest = keyTestsOf(resourcesOf(manifest, "nodes"));
  return copiedSections.flatMap((section) =>
    resourcesOf(manifest, section)
      .filter((resource) => marker.isOwn(resource.unique_id))
      .map((resource) => {
        const index = counts.get(resource.resource_type) ?? 0;
        counts.set(resource.resource_type, index + 1);
        const text = marker.markText(withMarkedNames(resource));
        const { depends_on: dependsOn } = JSON.parse(text) as {
          depends_on?: { nodes?: readonly string[] };
        };
        return {
          section,
          resourceType: resource.resource_type,
          index,
          id: marker.markId(resource.unique_id),
          parents: dependsOn?.nodes ?? [],
          isKeyTest: isKeyTest(resource),
          text,
        };
      }),
  );
}

/** Tells the tests `unique` and `not_null` of columns that are tested to be unique. */
function keyTestsOf(nodes: readonly RawResource[]): (node: RawResource) => boolean {
  const columnOf = (node: RawResource): string =>
    `${String(node["attached_node"])} ${String(node["column_name"])}`;
  const testOf = (node: RawResource): unknown => Object(node["test_metadata"]).name;
  const keys = new Set(nodes.filter((node) => testOf(node) === "unique").map(columnOf));
  return (node) => ["unique", "not_null"].includes(String(testOf(node))) && keys.has(columnOf(node));
}

/** The template of a linked copy: the same, but for the model that reads from another copy. */
export function linked(template: Template, project: string): Template {
  if (template.id !== `model.${project}.${link.from}${copyMark}`) return template;
  const parent = `model.${project}.${link.to}${parentMark}`;
  const resource = JSON.parse(template.text) as { depends_on: { nodes: string[] }; refs: unknown[] };
  resource.depends_on.nodes.push(parent);
  resource.refs.push({ name: `${link.to}${parentMark}`, package: null, version: null });
  return { ...template, parents: [...template.parents, parent], text: dbtJson(resource) };
}

export function markerOf(manifest: RawManifest): Marker {
  const project = manifest.metadata["project_name"];
  const own = new Map<string, RawResource>();
  for (const section of copiedSections) {
    for (const resource of resourcesOf(manifest, section)) {
      if (resource.package_name === project) own.set(resource.unique_id, resource);
    }
  }
  const isOwn = (id: string): boolean => own.has(id);
  const markId = (id: string): string => id + (id.startsWith("source.") ? sourcesMark : copyMark);
  const names = [...own.values()].map((resource) => String(resource["name"]));
  const quote = String.raw`\\?["']`;
  const ids = new RegExp(`"(${alternatives([...own.keys()])})"`, "g");
  const refs = new RegExp(`(ref\\(${quote})(${alternatives(names)})(?=\\\\?["']\\))`, "g");
  const sources = new RegExp(`(source\\(${quote}\\w+${quote}, ?${quote}\\w+)(?=\\\\?["']\\))`, "g");
  const markText = (value: unknown): string =>
    dbtJson(value)
      .replaceAll(ids, (_, id: string) => `"${markId(id)}"`)
      .replaceAll(refs, `$1$2${copyMark}`)
      .replaceAll(sources, `$1${sourcesMark}`);
  return { isOwn, markId, markText };
}

/** Longest first: an alternative must not win over a longer one that begins with it. */
function alternatives(words: readonly string[]): string {
  return words
    .toSorted((left, right) => right.length - left.length)
    .map((word) => RegExp.escape(word))
    .join("|");
}

export function resourcesOf(manifest: RawManifest, section: string): readonly RawResource[] {
  // dbt writes these sections as objects of resources.
  return Object.values(manifest[section] ?? {}) as readonly RawResource[];
}

/** Names, paths and relations with the mark, so that no two copies say the same. */
function withMarkedNames(resource: RawResource): Record<string, unknown> {
  const mark = resource.resource_type === "source" ? sourcesMark : copyMark;
  const copy: Record<string, unknown> = structuredClone(resource);
  for (const key of ["name", "alias", "identifier", "model"]) {
    if (typeof copy[key] === "string" && !copy[key].includes("(")) copy[key] += mark;
  }
  for (const key of ["path", "original_file_path", "patch_path"]) {
    if (typeof copy[key] === "string") copy[key] = copy[key].replace(/(\.\w+)$/, `${mark}$1`);
  }
  if (typeof copy["relation_name"] === "string") {
    copy["relation_name"] = copy["relation_name"].replace(/("?)$/, `${mark}$1`);
  }
  if (Array.isArray(copy["fqn"])) copy["fqn"] = [...copy["fqn"].slice(0, -1), `${copy["fqn"].at(-1)}${mark}`];
  if (Array.isArray(copy["refs"])) {
    copy["refs"] = copy["refs"].map((ref: { name: string }) => ({ ...ref, name: ref.name + copyMark }));
  }
  if (Array.isArray(copy["sources"])) {
    copy["sources"] = copy["sources"].map(([source, table]: string[]) => [source, `${table}${sourcesMark}`]);
  }
  for (const holder of [copy, Object(copy["config"])]) {
    const columns: unknown = holder.meta?.columns;
    // What an exposure declares to read, by model.
    if (columns) holder.meta.columns = withMarkedKeys(columns);
  }
  return copy;
}

function withMarkedKeys(byModel: object): object {
  return Object.fromEntries(Object.entries(byModel).map(([model, value]) => [model + copyMark, value]));
}
