import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document, YAMLMap } from "yaml";

/** A mapping of a YAML file, e.g. the entry of a model. */
export type YamlMap = YAMLMap;

/** A parsed YAML file that knows where its parts lie. */
export class YamlFile {
  readonly #document: Document;
  readonly #lines: LineCounter;
  /** By the list's name, then by the entries' names. */
  readonly #entries = new Map<string, ReadonlyMap<string, YamlMap>>();

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** The file's outermost value. */
  get root(): unknown {
    return this.#document.contents;
  }

  /** A text value at a path from the file's root. */
  text(path: readonly string[]): string | undefined {
    const value = this.#document.getIn(path);
    return typeof value === "string" ? value : undefined;
  }

  /** The entry of a top-level list, e.g. `models`, by its name; the first where the name repeats. */
  entry(list: string, name: string): YamlMap | undefined {
    let entries = this.#entries.get(list);
    if (entries === undefined) {
      entries = byName(this.maps(this.root, list));
      this.#entries.set(list, entries);
    }
    return entries.get(name);
  }

  /** The mappings in the list under a key. */
  maps(parent: unknown, key: string): readonly YamlMap[] {
    return this.items(parent, key).filter((item) => isMap(item));
  }

  /** The items of the list under a key, aliases followed. */
  items(parent: unknown, key: string): readonly unknown[] {
    const list = this.value(parent, key);
    return isSeq(list) ? list.items.map((item) => this.#follow(item)) : [];
  }

  /** The value under a key of a mapping or, by its number, of a list. */
  value(parent: unknown, key: string): unknown {
    const collection = this.#follow(parent);
    if (isMap(collection)) return this.#follow(pairOf(collection, key)?.value);
    return isSeq(collection) ? this.#follow(collection.items[Number(key)]) : undefined;
  }

  /** Where the key at the end of a path stands; undefined where the path does not lead anywhere. */
  keyOffset(start: unknown, path: readonly string[]): number | undefined {
    const last = path.at(-1);
    if (last === undefined) return offsetOf(start);
    let parent: unknown = start;
    for (const key of path.slice(0, -1)) parent = this.value(parent, key);
    const collection = this.#follow(parent);
    return isMap(collection) ? offsetOf(pairOf(collection, last)?.key) : offsetOf(this.value(parent, last));
  }

  /** Plain data of a part of the file. */
  data(node: unknown): unknown {
    if (isMap(node) || isSeq(node) || isScalar(node)) return node.toJS(this.#document);
    return node;
  }

  /** From 1. */
  lineOf(offset: number): number {
    return this.#lines.linePos(offset).line;
  }

  #follow(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }
}

/** undefined for what is not YAML; one file of a project must not hide the lines of the others. */
export function parseYamlFile(text: string): YamlFile | undefined {
  const lines = new LineCounter();
  try {
    // dbt accepts repeated keys.
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
    return document.errors.length === 0 ? new YamlFile(document, lines) : undefined;
  } catch (error) {
    // Text that nests some thousand levels exhausts the parser's stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A YAML scalar as text: `v: 1` and `v: "1"` are the same name. */
export function scalarText(node: unknown): string | undefined {
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Where a part of the file begins and ends. */
export function offsetOf(node: unknown): number | undefined {
  return rangeOf(node)?.[0];
}

export function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
  const range = node.range;
  return range ? [range[0], range[2]] : undefined;
}

/** The value of a mapping's `name`. */
export function nameOf(map: YamlMap, key = "name"): string | undefined {
  return scalarText(pairOf(map, key)?.value);
}

function pairOf(map: YamlMap, key: string): { readonly key: unknown; readonly value: unknown } | undefined {
  return map.items.find((pair) => scalarText(pair.key) === key);
}

function byName(maps: readonly YamlMap[]): ReadonlyMap<string, YamlMap> {
  const found = new Map<string, YamlMap>();
  for (const map of maps) {
    const name = nameOf(map);
    if (name !== undefined && !found.has(name)) found.set(name, map);
  }
  return found;
}
