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
import {
  EMPTY_OBJECT,
  boolean,
  isObject,
  jsonObject,
  list,
  members,
  number,
  numberOrString,
  object,
  objects,
} from "./fields.ts";
import { optionalString, string, strings } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";

/** Paths of dbt on Windows come with backslashes; ours never do. */
export function readPath(value: unknown, place: Place, key: string): string {
  const path = optionalString(value, place, key) ?? "";
  return path.includes("\\") ? path.replaceAll("\\", "/") : path;
}

/** `shop://models/_shop.yml` is the file models/_shop.yml of the package shop. */
export function readPatchPath(value: unknown, place: Place): string | undefined {
  if (value === undefined || value === null) return undefined;
  const path = readPath(value, place, "patch_path");
  const scheme = path.indexOf("://");
  return scheme === -1 ? path : path.slice(scheme + 3);
}

/** dbt has had tags at the resource, in its config, and at both. */
export function readTags(own: unknown, configured: unknown, place: Place): readonly string[] {
  const ownTags = strings(own, place, "tags");
  const configTags = strings(configured, place, "config.tags");
  if (configTags.length === 0) return ownTags;
  return ownTags.length === 0 ? configTags : [...new Set([...ownTags, ...configTags])];
}

/** As with tags; the config's value wins. */
export function readMeta(own: unknown, configured: unknown, place: Place): JsonObject {
  const ownMeta = jsonObject(own, place, "meta");
  const configMeta = jsonObject(configured, place, "config.meta");
  if (configMeta === EMPTY_OBJECT) return ownMeta;
  return ownMeta === EMPTY_OBJECT ? configMeta : { ...ownMeta, ...configMeta };
}

export function readColumns(value: unknown, place: Place): readonly Column[] {
  return members(value, place, "columns", readColumn);
}

function readColumn(key: string, raw: RawObject, place: Place): Column {
  const config = object(raw.config, place, "config");
  return {
    name: optionalString(raw.name, place, "name") ?? key,
    description: optionalString(raw.description, place, "description") ?? "",
    dataType: optionalString(raw.data_type, place, "data_type"),
    constraints: readConstraints(raw.constraints, place),
    quote: boolean(raw.quote, place, "quote"),
    meta: readMeta(raw.meta, config?.meta, place),
    tags: readTags(raw.tags, config?.tags, place),
  };
}

export function readConstraints(value: unknown, place: Place): readonly Constraint[] {
  return objects(value, place, "constraints", readConstraint);
}

function readConstraint(raw: RawObject, place: Place): Constraint {
  return {
    type: string(raw.type, place, "type"),
    name: optionalString(raw.name, place, "name"),
    expression: optionalString(raw.expression, place, "expression"),
    columns: strings(raw.columns, place, "columns"),
    to: optionalString(raw.to, place, "to"),
    toColumns: strings(raw.to_columns, place, "to_columns"),
    warnUnenforced: boolean(raw.warn_unenforced, place, "warn_unenforced") ?? true,
    warnUnsupported: boolean(raw.warn_unsupported, place, "warn_unsupported") ?? true,
  };
}

/** `identifier`: a source's own, everything else's alias; the name where there is none. */
export function readRelation(raw: RawObject, identifier: unknown, quoting: unknown, place: Place): Relation {
  return {
    database: optionalString(raw.database, place, "database"),
    schema: optionalString(raw.schema, place, "schema"),
    identifier: optionalString(identifier, place, "alias") ?? string(raw.name, place, "name"),
    quoting: readQuoting(object(quoting, place, "quoting"), place),
    relationName: optionalString(raw.relation_name, place, "relation_name"),
  };
}

const NO_QUOTING: Quoting = Object.freeze({ database: undefined, schema: undefined, identifier: undefined });

function readQuoting(raw: RawObject | undefined, place: Place): Quoting {
  if (raw === undefined) return NO_QUOTING;
  return {
    database: boolean(raw.database, place, "quoting.database"),
    schema: boolean(raw.schema, place, "quoting.schema"),
    identifier: boolean(raw.identifier, place, "quoting.identifier"),
  };
}

const NO_CHECKSUM: Checksum = Object.freeze({ name: "none", value: "" });

/** dbt 1 writes an object, dbt 2 may write the bare hash. */
export function readChecksum(value: unknown, place: Place): Checksum {
  if (typeof value === "string") return { name: "sha256", value };
  const checksum = object(value, place, "checksum");
  if (checksum === undefined) return NO_CHECKSUM;
  return {
    name: string(checksum.name, place, "checksum.name"),
    value: optionalString(checksum.checksum, place, "checksum.checksum") ?? "",
  };
}

/** A reference is a list of one to two names before manifest v9, and an object since. */
export function readRefs(value: unknown, place: Place): readonly RefCall[] {
  return list(value, place, "refs").map((ref) => {
    if (isObject(ref)) {
      return {
        name: string(ref.name, place, "refs.name"),
        package: optionalString(ref.package, place, "refs.package"),
        version: numberOrString(ref.version, place, "refs.version"),
      };
    }
    const names = strings(ref, place, "refs");
    return { name: names.at(-1) ?? "", package: names.length > 1 ? names[0] : undefined, version: undefined };
  });
}

export function readSourceCalls(value: unknown, place: Place): readonly SourceCall[] {
  return list(value, place, "sources").map((call) => {
    const [source = "", table = ""] = strings(call, place, "sources");
    return { source, table };
  });
}

/** dbt writes thresholds of null where none is set; a freshness without any is none. */
export function readFreshness(value: unknown, place: Place): Freshness | undefined {
  const freshness = object(value, place, "freshness");
  if (freshness === undefined) return undefined;
  const warnAfter = readThreshold(freshness.warn_after, place);
  const errorAfter = readThreshold(freshness.error_after, place);
  if (warnAfter === undefined && errorAfter === undefined) return undefined;
  return { warnAfter, errorAfter, filter: optionalString(freshness.filter, place, "freshness.filter") };
}

function readThreshold(value: unknown, place: Place): Threshold | undefined {
  const threshold = object(value, place, "freshness");
  const count = number(threshold?.count, place, "freshness.count");
  const period = optionalString(threshold?.period, place, "freshness.period");
  if (count === undefined || (period !== "minute" && period !== "hour" && period !== "day")) return undefined;
  return { count, period };
}

const NO_OWNER: Owner = Object.freeze({
  name: undefined,
  emails: Object.freeze([]),
  extra: Object.freeze({}),
});

export function readOwner(value: unknown, place: Place): Owner {
  const raw = object(value, place, "owner");
  if (raw === undefined) return NO_OWNER;
  const { name, email, ...rest } = raw;
  return {
    name: optionalString(name, place, "owner.name"),
    emails: strings(email, place, "owner.email"),
    extra: jsonObject(rest, place, "owner"),
  };
}

export function readObjects(value: unknown, place: Place, key: string): readonly JsonObject[] {
  // It came out of JSON.parse, so whatever is in it is JSON.
  return objects(value, place, key, (raw) => raw as JsonObject);
}
