import { folderOf } from "./paths.ts";

/** How models are told apart, as in dbt-project-evaluator: by prefix first, then by the innermost folder. */
export interface LayerSettings {
  readonly name: string;
  /** What the names of its models begin with: "stg_". */
  readonly prefixes: readonly string[];
  /** A folder anywhere in the model's path, "staging" or "core/staging"; undefined where the layer has none. */
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
 * The layer of a model: the first that has a prefix which the name begins with, else the one whose folder comes last
 * in the path, else "other".
 */
export function layerOf(model: Layered, layers: readonly LayerSettings[]): string {
  return layerByPrefix(model.name, layers) ?? layerByFolder(model.originalFilePath, layers) ?? noLayer;
}

/** Whether a model's name begins with a prefix, or is the prefix without its underscore. */
export function hasPrefix(name: string, prefix: string): boolean {
  return name.startsWith(prefix) || prefix === `${name}_`;
}

function layerByPrefix(name: string, layers: readonly LayerSettings[]): string | undefined {
  return layers.find(({ prefixes }) => prefixes.some((prefix) => hasPrefix(name, prefix)))?.name;
}

/** The layer whose folder is the innermost of the path's folders that any layer names. */
export function layerByFolder(path: string, layers: readonly LayerSettings[]): string | undefined {
  const folders = `/${folderOf(path)}`;
  let innermost = -1;
  let layer: string | undefined;
  for (const { name, folder } of layers) {
    const start = folder === undefined ? -1 : folders.lastIndexOf(`/${folder}/`);
    if (start <= innermost) continue;
    innermost = start;
    layer = name;
  }
  return layer;
}
