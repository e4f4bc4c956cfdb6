import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Alias, Document, Node, YAMLMap } from "yaml";

/** A mapping of a YAML file, e.g. the entry of a model. */
export type YamlMap = YAMLMap;

/** A parsed YAML file that knows where its parts lie. */
export class YamlFile {
  readonly #document: Document;
  readonly #lines: LineCounter;
  /** By the list's name, then by the entries' names. */
  readonly #entries = new Map<string, ReadonlyMap<string, YamlMap>>();
  #targets: ReadonlyMap<Alias, Node> | undefined;

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
      entries = this.#byName(this.maps(this.root, list));
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
    if (isMap(collection)) return this.#follow(this.#pair(collection, key)?.value);
    return isSeq(collection) ? this.#follow(collection.items[Number(key)]) : undefined;
  }

  /** Where the key at the end of a path stands; undefined where the path does not lead anywhere. */
  keyOffset(start: unknown, path: readonly string[]): number | undefined {
    const last = path.at(-1);
    if (last === undefined) return offsetOf(start);
    let parent: unknown = start;
    for (const key of path.slice(0, -1)) parent = this.value(parent, key);
    const collection = this.#follow(parent);
    return isMap(collection)
      ? offsetOf(this.#pair(collection, last)?.key)
      : offsetOf(this.value(parent, last));
  }

  /** The text under a mapping's key, mostly its name. */
  nameOf(map: YamlMap, key = "name"): string | undefined {
    return scalarText(this.value(map, key));
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
    if (!isAlias(node)) return node;
    this.#targets ??= targetsOf(this.#document);
    return this.#targets.get(node);
  }

  /** A mapping's own pair of a key, the last where it repeats, as dbt reads it; else one that `<<` merges in. */
  #pair(map: YamlMap, key: string, seen = new Set<YamlMap>()): Pair | undefined {
    const own = map.items.findLast((pair) => scalarText(pair.key) === key);
    if (own !== undefined || key === "<<" || seen.has(map)) return own;
    seen.add(map);
    const merged = this.value(map, "<<");
    const maps = isSeq(merged) ? merged.items.map((item) => this.#follow(item)) : [merged];
    for (const each of maps) {
      const found = isMap(each) ? this.#pair(each, key, seen) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #byName(maps: readonly YamlMap[]): ReadonlyMap<string, YamlMap> {
    const found = new Map<string, YamlMap>();
    for (const map of maps) {
      const name = this.nameOf(map);
      if (name !== undefined && !found.has(name)) found.set(name, map);
    }
    return found;
  }
}

interface Pair {
  readonly key: unknown;
  readonly value: unknown;
}

/** undefined for what is not YAML; one file of a project must not hide the lines of the others. */
export function parseYamlFile(text: string): YamlFile | undefined {
  const parsed = parse(text);
  if (parsed !== undefined || text.length > LARGEST_INDENTED) return parsed;
  const deeper = indented(text);
  return deeper === text ? undefined : parse(deeper);
}

function parse(text: string): YamlFile | undefined {
  const lines = new LineCounter();
  try {
    // dbt accepts repeated keys, and a comment directly after a quote.
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      strict: false,
      logLevel: "silent",
    });
    return document.errors.length === 0 ? new YamlFile(document, lines) : undefined;
  } catch (error) {
    // Text that nests some thousand levels exhausts the parser's stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const LARGEST_INDENTED = 200_000;

const quoted = /(?<=(?:^|[-:?,[{])\s+)(?:"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*')/g;

/**
 * The same lines, further in where dbt's parser takes any indentation and ours does not: in text between quotes, and
 * before a bracket that closes.
 */
function indented(text: string): string {
  const deep = " ".repeat(40);
  return text
    .replaceAll(quoted, (found) => found.replaceAll("\n", `\n${deep}`))
    .replaceAll(/^[ \t]*(?=[\]}])/gm, deep);
}

/** What each alias stands for: the part with its anchor that came last before it. */
function targetsOf(document: Document): ReadonlyMap<Alias, Node> {
  const anchored = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchored.set(node.anchor, node);
        return;
      }
      const target = anchored.get(node.source);
      if (target !== undefined) targets.set(node, target);
    },
  });
  return targets;
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
