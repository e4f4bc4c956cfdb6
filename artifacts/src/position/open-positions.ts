import type { DataTest, Source } from "../types/nodes.ts";
import { findCode, lineAt, refPattern, searchCode, sourcePattern } from "./find-code.ts";
import type { CodeRange, Which } from "./find-code.ts";
import { findColumn } from "./find-column.ts";
import { findEntry } from "./find-entry.ts";
import type { Entry } from "./find-entry.ts";
import { findTest } from "./find-test.ts";
import { ProjectFiles } from "./project-files.ts";
import type { Placed, Position, Positions, Referred } from "./types.ts";
import { offsetOf, rangeOf } from "./yaml-file.ts";
import type { YamlFile, YamlMap } from "./yaml-file.ts";

/**
 * Opens the positions of the project in a folder (the one with dbt_project.yml). Reads nothing until it is asked, and
 * dbt_project.yml only for packages that are not known to be the project's own.
 */
export function openPositions(projectDir: string, projectName?: string): Positions {
  return new FilePositions(new ProjectFiles(projectDir, projectName));
}

/** A resource's YAML file, and where in it the resource is, as far as they can be found. */
interface Described {
  readonly file: string;
  readonly yaml: YamlFile | undefined;
  readonly entry: Entry | undefined;
}

class FilePositions implements Positions {
  readonly #files: ProjectFiles;

  constructor(files: ProjectFiles) {
    this.#files = files;
  }

  node(placed: Placed): Position {
    const described = this.#described(placed);
    if (described === undefined) return this.code(placed);
    return positionIn(described, offsetOf(described.entry?.own));
  }

  key(placed: Placed, path: readonly string[]): Position {
    if (isGenericTest(placed)) return this.#testKey(placed, path);
    const described = this.#described(placed);
    if (described?.yaml === undefined || described.entry === undefined) return this.node(placed);
    const { own, outer } = described.entry;
    // What a source says holds for its tables too, but for the text that describes it.
    const isInherited = placed.resourceType !== "source" || path[0] !== "description";
    const places = isInherited && outer ? [own, outer] : [own];
    return positionIn(described, keyOffset(described.yaml, places, path) ?? offsetOf(own));
  }

  column(placed: Placed, column: string, path: readonly string[] = []): Position {
    const described = this.#described(placed);
    if (described?.yaml === undefined || described.entry === undefined) return this.node(placed);
    const { yaml, entry } = described;
    const columns = [entry.own, entry.outer].flatMap(
      (each) => (each && findColumn(yaml, each, column)) ?? [],
    );
    return positionIn(
      described,
      keyOffset(yaml, columns, path) ?? offsetOf(columns[0]) ?? offsetOf(entry.own),
    );
  }

  #testKey(test: DataTest, path: readonly string[]): Position {
    const file = this.#files.pathOf(test.packageName, test.originalFilePath);
    const yaml = this.#files.yaml(file);
    const written = yaml && findTest(yaml, test);
    if (yaml === undefined || written === undefined) return { file, line: undefined };
    const offset = path.length === 0 ? undefined : keyOffset(yaml, written.scopes, path);
    return positionIn({ file, yaml }, offset ?? offsetOf(written.item));
  }

  code(placed: Placed): Position {
    return this.#inCode(placed);
  }

  sql(placed: Placed, pattern: RegExp, which: Which = "first"): Position {
    return this.#inCode(placed, () => pattern, which);
  }

  ref(placed: Placed, to: Referred): Position {
    return this.#inCode(placed, () => refPattern(to.name, to.version));
  }

  source(placed: Placed, to: Pick<Source, "sourceName" | "name">): Position {
    return this.#inCode(placed, () => sourcePattern(to.sourceName, to.name));
  }

  /** A match of a pattern in the resource's code, else where its code begins. */
  #inCode(placed: Placed, pattern?: () => RegExp, which: Which = "first"): Position {
    if (placed.originalFilePath === "") return { file: undefined, line: undefined };
    const file = this.#files.pathOf(placed.packageName, placed.originalFilePath);
    const text = this.#files.text(file);
    const range = text === undefined ? undefined : this.#rangeOfCode(placed, file, text);
    if (text === undefined || range === undefined) return { file, line: undefined };
    const code = text.slice(range.start, range.end);
    const found = pattern === undefined ? -1 : searchCode(file, code, pattern(), which);
    return { file, line: lineAt(text, range.start + Math.max(found, 0)) };
  }

  /** Code in YAML (an exposure's `depends_on`, a snapshot's `relation`) is the resource's entry. */
  #rangeOfCode(placed: Placed, file: string, text: string): CodeRange | undefined {
    if (!isYaml(file)) return findCode(text, placed.resourceType, placed.name);
    const yaml = this.#files.yaml(file);
    const part = isGenericTest(placed)
      ? yaml && findTest(yaml, placed)?.item
      : yaml && findEntry(yaml, placed)?.own;
    const range = rangeOf(part);
    return range && { start: range[0], end: range[1] };
  }

  /** undefined for a resource that no YAML describes. */
  #described(placed: Placed): Described | undefined {
    if (isGenericTest(placed)) return undefined;
    const path = placed.patchPath ?? (isYaml(placed.originalFilePath) ? placed.originalFilePath : undefined);
    if (path === undefined) return undefined;
    const file = this.#files.pathOf(placed.packageName, path);
    const yaml = this.#files.yaml(file);
    return { file, yaml, entry: yaml && findEntry(yaml, placed) };
  }
}

/** Where a key stands in the first of the mappings that has it. dbt takes most configs inside `config` and beside it. */
function keyOffset(yaml: YamlFile, maps: readonly YamlMap[], path: readonly string[]): number | undefined {
  const otherPath = path[0] === "config" ? path.slice(1) : ["config", ...path];
  const paths = path.length === 0 || otherPath.length === 0 ? [path] : [path, otherPath];
  for (const map of maps) {
    for (const each of paths) {
      const offset = yaml.keyOffset(map, each);
      if (offset !== undefined) return offset;
    }
  }
  return undefined;
}

function positionIn({ file, yaml }: Pick<Described, "file" | "yaml">, offset: number | undefined): Position {
  return { file, line: yaml === undefined || offset === undefined ? undefined : yaml.lineOf(offset) };
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Generic tests have no entry of their own; a singular test is a resource as any other. */
function isGenericTest(placed: Placed): placed is DataTest {
  return placed.resourceType === "test" && "testMetadata" in placed && placed.testMetadata !== undefined;
}
