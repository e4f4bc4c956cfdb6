/** How models are told apart, as in dbt-project-evaluator: by prefix first, then by the innermost folder. */
export interface LayerSettings {
  readonly name: string;
  /** Up to and with the first underscore: "stg_". */
  readonly prefixes: readonly string[];
  /** A folder's name anywhere in the model's path; undefined where the layer has none. */
  readonly folder: string | undefined;
}

/** dbt-project-evaluator's model types with their default prefixes and folders, in its order. */
export const defaultLayers: readonly LayerSettings[] = [
  { name: "base", prefixes: ["base_"], folder: "base" },
  { name: "staging", prefixes: ["stg_"], folder: "staging" },
  { name: "intermediate", prefixes: ["int_"], folder: "intermediate" },
  { name: "marts", prefixes: ["fct_", "dim_"], folder: "marts" },
  { name: "other", prefixes: ["rpt_"], folder: undefined },
];

/** What a layer is read from: any model, snapshot or other code. */
export interface Layered {
  readonly name: string;
  readonly originalFilePath: string;
}

/** The layer of a model that neither its prefix nor its folder tells. */
const noLayer = "other";

/**
 * The layer of a model: the one whose prefix its name has (up to the first underscore), else the one whose folder
 * comes last in its path, else "other".
 */
export function layerOf(model: Layered, layers: readonly LayerSettings[]): string {
  return layerByPrefix(model.name, layers) ?? layerByFolder(model.originalFilePath, layers) ?? noLayer;
}

/** The name's prefix with its underscore, e.g. "stg_"; a name without underscores is its own prefix. */
export function prefixOf(name: string): string {
  const end = name.indexOf("_");
  return end < 0 ? `${name}_` : name.slice(0, end + 1);
}

function layerByPrefix(name: string, layers: readonly LayerSettings[]): string | undefined {
  const prefix = prefixOf(name);
  return layers.find((layer) => layer.prefixes.includes(prefix))?.name;
}

/** The layer whose folder is the innermost of the path's folders that any layer names. */
export function layerByFolder(path: string, layers: readonly LayerSettings[]): string | undefined {
  const folders = path.split("/").slice(0, -1);
  for (const folder of folders.reverse()) {
    const layer = layers.find((candidate) => candidate.folder === folder);
    if (layer) return layer.name;
  }
  return undefined;
}
