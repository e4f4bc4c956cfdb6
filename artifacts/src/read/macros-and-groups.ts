import type { EntryText } from "../scan/entry-text.ts";
import type { Group, Macro, MacroArgument } from "../types/manifest.ts";
import type { DependsOn, JsonObject, NodeId } from "../types/resource.ts";
import { object, objects, optionalString, string, strings } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { parseString } from "./node-texts.ts";
import { CODE_TEXT } from "./picks.ts";
import { readMeta, readOwner, readPatchPath, readPath } from "./resource-parts.ts";

export function createMacro(uniqueId: NodeId, raw: RawObject, text: EntryText, place: Place): Macro {
  return new LazyMacro(uniqueId, raw, text, place);
}

class LazyMacro implements Macro {
  readonly uniqueId: NodeId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly patchPath: string | undefined;
  readonly description: string;
  readonly meta: JsonObject;
  readonly arguments: readonly MacroArgument[];
  readonly dependsOn: DependsOn;
  readonly #text: EntryText;

  constructor(uniqueId: NodeId, raw: RawObject, text: EntryText, place: Place) {
    this.uniqueId = uniqueId;
    this.name = string(raw.name, place, "name");
    this.packageName = string(raw.package_name, place, "package_name");
    this.path = readPath(raw.path, place, "path");
    this.originalFilePath = readPath(raw.original_file_path, place, "original_file_path");
    this.patchPath = readPatchPath(raw.patch_path, place);
    this.description = optionalString(raw.description, place, "description") ?? "";
    this.meta = readMeta(raw.meta, object(raw.config, place, "config")?.meta, place);
    this.arguments = objects(raw.arguments, place, "arguments", (argument, at) => ({
      name: string(argument.name, at, "name"),
      type: optionalString(argument.type, at, "type"),
      description: optionalString(argument.description, at, "description") ?? "",
    }));
    const dependsOn = object(raw.depends_on, place, "depends_on");
    this.dependsOn = { nodes: [], macros: strings(dependsOn?.macros, place, "depends_on.macros") };
    this.#text = text;
  }

  get macroSql(): string {
    return parseString(this.#text.text(CODE_TEXT));
  }
}

export function createGroup(uniqueId: NodeId, raw: RawObject, place: Place): Group {
  return {
    uniqueId,
    name: string(raw.name, place, "name"),
    packageName: string(raw.package_name, place, "package_name"),
    originalFilePath: readPath(raw.original_file_path, place, "original_file_path"),
    description: optionalString(raw.description, place, "description") ?? "",
    meta: readMeta(raw.meta, object(raw.config, place, "config")?.meta, place),
    owner: readOwner(raw.owner, place),
  };
}
