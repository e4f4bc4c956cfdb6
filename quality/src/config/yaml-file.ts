import { LineCounter, parseDocument, type Document } from "yaml";

/** A YAML file's value, and the line of each of its parts. */
export interface YamlFile {
  /** As the user named it; messages begin with it. */
  readonly file: string;
  readonly value: unknown;
  /** The line of the key or list item at a path; that of the nearest part which exists. From 1. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** What YAML itself finds wrong, with its line. */
export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** Reads YAML 1.2 with positions. Aliases cannot blow up: more than 100 resolved ones are an error. */
export function parseYaml(file: string, text: string): YamlFile | readonly YamlProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      // The library's own words for it name a function of the library.
      message:
        error.code === "MULTIPLE_DOCS" ? "there is a second document; keep one, without ---" : error.message,
    }));
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return [{ line: 1, message: error instanceof Error ? error.message : String(error) }];
  }
  return {
    file,
    value: value ?? {},
    lineOf: (path) => lines.linePos(offsetOf(document, path)).line,
  };
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let offset = 0;
  let part: unknown = document.contents;
  for (const step of path) {
    const found = partAt(part, step);
    if (found === undefined) break;
    offset = found.offset;
    part = found.value;
  }
  return offset;
}

function partAt(part: unknown, step: PropertyKey): { offset: number; value: unknown } | undefined {
  // The yaml library's nodes: maps and lists have `items`; a map's items are pairs of `key` and `value`.
  const items = (part as { items?: unknown[] } | undefined)?.items;
  if (!Array.isArray(items)) return undefined;
  if (typeof step === "number") {
    const item = items[step];
    const start = startOf(item);
    return start === undefined ? undefined : { offset: start, value: item };
  }
  for (const pair of items as { key?: { value?: unknown }; value?: unknown }[]) {
    if (String(pair.key?.value) !== String(step)) continue;
    const start = startOf(pair.key);
    if (start !== undefined) return { offset: start, value: pair.value };
  }
  return undefined;
}

function startOf(node: unknown): number | undefined {
  // Every node that was parsed from text has its range: start, end of value, end of node.
  return (node as { range?: readonly [number, number, number] } | null | undefined)?.range?.[0];
}
