import type { EntryText } from "../scan/entry-text.ts";
import type { Group, Macro, MacroArgument } from "../types/manifest.ts";
import type { DependsOn, JsonObject, NodeId } from "../types/resource.ts";
import type { Fields } from "./fields.ts";
import { parseString } from "./node-texts.ts";
import { CODE_TEXT } from "./picks.ts";
import { readMeta, readOwner, readPatchPath, readPath } from "./resource-parts.ts";

export function createMacro(uniqueId: NodeId, fields: Fields, text: EntryText): Macro {
  return new LazyMacro(uniqueId, fields, text);
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

  constructor(uniqueId: NodeId, fields: Fields, text: EntryText) {
    this.uniqueId = uniqueId;
    this.name = fields.string("name");
    this.packageName = fields.string("package_name");
    this.path = readPath(fields, "path");
    this.originalFilePath = readPath(fields, "original_file_path");
    this.patchPath = readPatchPath(fields);
    this.description = fields.optionalString("description") ?? "";
    this.meta = readMeta(fields, fields.child("config"));
    this.arguments = fields.children("arguments").map((argument) => ({
      name: argument.string("name"),
      type: argument.optionalString("type"),
      description: argument.optionalString("description") ?? "",
    }));
    this.dependsOn = { nodes: [], macros: fields.child("depends_on")?.strings("macros") ?? [] };
    this.#text = text;
  }

  get macroSql(): string {
    return parseString(this.#text.text(CODE_TEXT));
  }
}

export function createGroup(uniqueId: NodeId, fields: Fields): Group {
  const owner = fields.child("owner");
  return {
    uniqueId,
    name: fields.string("name"),
    packageName: fields.string("package_name"),
    originalFilePath: readPath(fields, "original_file_path"),
    description: fields.optionalString("description") ?? "",
    meta: readMeta(fields, fields.child("config")),
    owner: owner === undefined ? { name: undefined, emails: [], extra: {} } : readOwner(owner),
  };
}
