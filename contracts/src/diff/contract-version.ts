import { parseDocument } from "yaml";
import type { Field } from "../feed.ts";
import { type JsonObject, isObject } from "../json-object.ts";
import { readSchema } from "../read-schema.ts";

/** The two files of a contract as texts. */
export interface ContractTexts {
  readonly settings: string;
  readonly schema: string;
}

/** One version of a contract, as far as versions are compared. */
export interface ContractVersion {
  /** feed.yml as it stands there: an older version may lack keys that are needed today. */
  readonly settings: JsonObject;
  readonly fields: readonly Field[];
}

/** Reads a version; undefined when it is not YAML and JSON, or leaves the subset of JSON Schema. */
export function readVersion(texts: ContractTexts): ContractVersion | undefined {
  const document = parseDocument(texts.settings);
  const settings: unknown = document.errors.length > 0 ? undefined : document.toJS();
  const reading = readSchema(parseJson(texts.schema));
  if (!isObject(settings) || reading.problems.length > 0) {
    return undefined;
  }
  return { settings, fields: reading.fields };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The version's major number; a feed.yml without one has 1. */
export function majorOf(version: ContractVersion): number {
  const major = version.settings["major"];
  return typeof major === "number" ? major : 1;
}
