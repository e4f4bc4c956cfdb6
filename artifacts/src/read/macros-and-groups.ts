import type { Group, Macro } from "../types/manifest.ts";
import type { NodeId } from "../types/resource.ts";
import { object, objects, optionalString, string, strings } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readMeta, readOwner, readPatchPath, readPath } from "./resource-parts.ts";

export function readMacro(uniqueId: NodeId, raw: RawObject, place: Place): Macro {
  const dependsOn = object(raw.depends_on, place, "depends_on");
  return {
    uniqueId,
    name: string(raw.name, place, "name"),
    packageName: string(raw.package_name, place, "package_name"),
    path: readPath(raw.path, place, "path"),
    originalFilePath: readPath(raw.original_file_path, place, "original_file_path"),
    patchPath: readPatchPath(raw.patch_path, place),
    description: optionalString(raw.description, place, "description") ?? "",
    meta: readMeta(raw.meta, object(raw.config, place, "config")?.meta, place),
    arguments: objects(raw.arguments, place, "arguments", (argument, at) => ({
      name: string(argument.name, at, "name"),
      type: optionalString(argument.type, at, "type"),
      description: optionalString(argument.description, at, "description") ?? "",
    })),
    dependsOn: { nodes: [], macros: strings(dependsOn?.macros, place, "depends_on.macros") },
    macroSql: optionalString(raw.macro_sql, place, "macro_sql") ?? "",
  };
}

export function readGroup(uniqueId: NodeId, raw: RawObject, place: Place): Group {
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
