import type {
  Checksum,
  Column,
  Constraint,
  Freshness,
  JsonObject,
  Owner,
  Quoting,
  RefCall,
  Relation,
  SourceCall,
  Threshold,
} from "../types/resource.ts";
import { isObject } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** Paths of dbt on Windows come with backslashes; ours never do. */
export function readPath(fields: Fields, key: string): string {
  const path = fields.optionalString(key) ?? "";
  return path.includes("\\") ? path.replaceAll("\\", "/") : path;
}

/** `shop://models/_shop.yml` is the file models/_shop.yml of the package shop. */
export function readPatchPath(fields: Fields): string | undefined {
  const path = readPath(fields, "patch_path");
  if (path === "") return undefined;
  const scheme = path.indexOf("://");
  return scheme === -1 ? path : path.slice(scheme + 3);
}

/** dbt has had tags and meta at the resource, in its config, and at both. */
export function readTags(fields: Fields, config: Fields | undefined): readonly string[] {
  const own = fields.strings("tags");
  const configured = config?.strings("tags") ?? [];
  if (configured.length === 0) return own;
  return own.length === 0 ? configured : [...new Set([...own, ...configured])];
}

export function readMeta(fields: Fields, config: Fields | undefined): JsonObject {
  const own = fields.object("meta");
  if (config?.raw["meta"] === undefined) return own;
  return fields.raw["meta"] === undefined ? config.object("meta") : { ...own, ...config.object("meta") };
}

export function readColumns(fields: Fields): readonly Column[] {
  return fields.entries("columns").map(([name, column]) => {
    const config = column.child("config");
    return {
      name: column.optionalString("name") ?? name,
      description: column.optionalString("description") ?? "",
      dataType: column.optionalString("data_type"),
      constraints: readConstraints(column),
      quote: column.boolean("quote"),
      meta: readMeta(column, config),
      tags: readTags(column, config),
    };
  });
}

export function readConstraints(fields: Fields): readonly Constraint[] {
  return fields.children("constraints").map((constraint) => ({
    type: constraint.string("type"),
    name: constraint.optionalString("name"),
    expression: constraint.optionalString("expression"),
    columns: constraint.strings("columns"),
    to: constraint.optionalString("to"),
    toColumns: constraint.strings("to_columns"),
    warnUnenforced: constraint.boolean("warn_unenforced") ?? true,
    warnUnsupported: constraint.boolean("warn_unsupported") ?? true,
  }));
}

/** `identifierKey`: a source's relation is named by its identifier, everything else's by its alias. */
export function readRelation(
  fields: Fields,
  identifierKey: "alias" | "identifier",
  quoting: Fields | undefined,
): Relation {
  return {
    database: fields.optionalString("database"),
    schema: fields.optionalString("schema"),
    identifier: fields.optionalString(identifierKey) ?? fields.string("name"),
    quoting: quoting === undefined ? NO_QUOTING : readQuoting(quoting),
    relationName: fields.optionalString("relation_name"),
  };
}

const NO_QUOTING: Quoting = Object.freeze({ database: undefined, schema: undefined, identifier: undefined });

function readQuoting(fields: Fields): Quoting {
  return {
    database: fields.boolean("database"),
    schema: fields.boolean("schema"),
    identifier: fields.boolean("identifier"),
  };
}

/** dbt 1 writes an object, dbt 2 may write the bare hash. */
export function readChecksum(fields: Fields): Checksum {
  if (typeof fields.raw["checksum"] === "string") return { name: "sha256", value: fields.raw["checksum"] };
  const checksum = fields.child("checksum");
  return {
    name: checksum?.optionalString("name") ?? "none",
    value: checksum?.optionalString("checksum") ?? "",
  };
}

/** A reference is a list of one to two names before manifest v9, and an object since. */
export function readRefs(fields: Fields): readonly RefCall[] {
  return fields.list("refs").map((ref, index) => {
    if (Array.isArray(ref)) {
      const names = ref.map(String);
      return {
        name: names.at(-1) ?? "",
        package: names.length > 1 ? names[0] : undefined,
        version: undefined,
      };
    }
    const call = fields.element("refs", index);
    return {
      name: call.string("name"),
      package: call.optionalString("package"),
      version: call.numberOrString("version"),
    };
  });
}

export function readSourceCalls(fields: Fields): readonly SourceCall[] {
  return fields.list("sources").map((call) => {
    const [source, table] = Array.isArray(call) ? call : [];
    return { source: String(source ?? ""), table: String(table ?? "") };
  });
}

/** dbt writes thresholds of null where none is set; a freshness without any is none. */
export function readFreshness(fields: Fields | undefined): Freshness | undefined {
  if (fields === undefined) return undefined;
  const warnAfter = readThreshold(fields.child("warn_after"));
  const errorAfter = readThreshold(fields.child("error_after"));
  if (warnAfter === undefined && errorAfter === undefined) return undefined;
  return { warnAfter, errorAfter, filter: fields.optionalString("filter") };
}

function readThreshold(fields: Fields | undefined): Threshold | undefined {
  const count = fields?.number("count");
  const period = fields?.optionalString("period");
  if (count === undefined || (period !== "minute" && period !== "hour" && period !== "day")) return undefined;
  return { count, period };
}

export function readOwner(fields: Fields): Owner {
  const extra = Object.fromEntries(
    Object.entries(fields.raw).filter(([key, value]) => key !== "name" && key !== "email" && value !== null),
  );
  // It came out of JSON.parse, so whatever is in it is JSON.
  return { name: fields.optionalString("name"), emails: fields.strings("email"), extra: extra as JsonObject };
}

export function readObjects(fields: Fields, key: string): readonly JsonObject[] {
  // As above: an object out of JSON.parse.
  return fields.list(key).filter(isObject) as readonly JsonObject[];
}
