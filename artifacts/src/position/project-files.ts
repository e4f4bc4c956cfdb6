import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

import { parseYamlFile } from "./yaml-file.ts";
import type { YamlFile } from "./yaml-file.ts";

/** Nobody writes YAML or SQL that long; a larger file would cost more than its line is worth. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/** The files of a project's folder, each read at most once. */
export class ProjectFiles {
  readonly #folder: string;
  readonly #projectName: string | undefined;
  readonly #folders = new Map<string, boolean>();
  readonly #texts = new Map<string, string | undefined>();
  readonly #yamls = new Map<string, YamlFile | undefined>();
  #project: { readonly name: string; readonly packagesFolder: string } | undefined;

  constructor(folder: string, projectName?: string) {
    this.#folder = resolve(folder);
    this.#projectName = projectName;
  }

  /** Turns a path within a package into one within the project: installed packages lie below dbt_packages. */
  pathOf(packageName: string, path: string): string {
    if (packageName === "" || packageName === this.#projectName) return path;
    const { name, packagesFolder } = (this.#project ??= this.#readProject());
    const isOwn = name === "" || packageName === name;
    return isOwn ? path : `${packagesFolder}/${packageName}/${path}`;
  }

  /** Without dbt_project.yml, every package counts as the project's own. */
  #readProject(): { readonly name: string; readonly packagesFolder: string } {
    const yaml = this.yaml("dbt_project.yml");
    const packagesFolder = yaml?.text(["packages-install-path"]) ?? "dbt_packages";
    return { name: yaml?.text(["name"]) ?? "", packagesFolder };
  }

  /** undefined for what cannot be read: no file, too large, or outside of the project's folder. */
  text(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, this.#read(path));
    return this.#texts.get(path);
  }

  /** undefined for what cannot be read or parsed. */
  yaml(path: string): YamlFile | undefined {
    if (!this.#yamls.has(path)) {
      const text = this.text(path);
      this.#yamls.set(path, text === undefined ? undefined : parseYamlFile(text));
    }
    return this.#yamls.get(path);
  }

  #read(path: string): string | undefined {
    if (!this.#hasFolder(dirname(path))) return undefined;
    // Paths come from a manifest that others wrote: neither "../" nor a link may lead out of the project.
    const full = join(this.#folder, path);
    if (!isInside(this.#folder, full) || !existsSync(full)) return undefined;
    try {
      if (!isInside(realpathSync.native(this.#folder), realpathSync.native(full))) return undefined;
      const { size, isFile } = describe(full);
      return isFile && size <= LARGEST_BYTES ? readFileSync(full, "utf8") : undefined;
    } catch {
      // Not readable, or gone meanwhile: a finding without a line is still a finding.
      return undefined;
    }
  }

  /** Kept by folder: where the project is not on disk, one look tells that all files of a folder are missing. */
  #hasFolder(folder: string): boolean {
    const known = this.#folders.get(folder) ?? existsSync(join(this.#folder, folder));
    this.#folders.set(folder, known);
    return known;
  }
}

function describe(path: string): { readonly size: number; readonly isFile: boolean } {
  const stats = statSync(path);
  return { size: stats.size, isFile: stats.isFile() };
}

/** Of two absolute paths without "..". */
function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
