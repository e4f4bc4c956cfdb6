import type { EntryText } from "../scan/entry-text.ts";
import type { JsonObject } from "../types/resource.ts";
import type { RawObject } from "./fields.ts";
import { isObject } from "./fields.ts";
import { CODE_TEXT, CONFIG_TEXT, UNRENDERED_CONFIG_TEXT } from "./picks.ts";

/** The parts of a node that are large and seldom asked for. Whoever asks twice keeps the answer. */
export interface NodeTexts {
  configValues(): JsonObject;
  unrenderedConfig(): JsonObject;
  code(): string;
}

/** Decodes from the bytes that were kept. */
export class EntryNodeTexts implements NodeTexts {
  readonly #entry: EntryText;

  constructor(entry: EntryText) {
    this.#entry = entry;
  }

  configValues(): JsonObject {
    return parseObject(this.#entry.text(CONFIG_TEXT));
  }

  unrenderedConfig(): JsonObject {
    return parseObject(this.#entry.text(UNRENDERED_CONFIG_TEXT));
  }

  code(): string {
    return parseString(this.#entry.text(CODE_TEXT));
  }
}

/** For nodes that were parsed whole. */
export function textsOfRaw(raw: RawObject): NodeTexts {
  return {
    configValues: () => asObject(raw.config),
    unrenderedConfig: () => asObject(raw.unrendered_config),
    code: () => asString(raw.raw_code),
  };
}

export function parseString(json: string): string {
  return json === "" ? "" : asString(JSON.parse(json));
}

function parseObject(json: string): JsonObject {
  return json === "" ? {} : asObject(JSON.parse(json));
}

function asObject(value: unknown): JsonObject {
  // It came out of JSON.parse, so whatever is in it is JSON.
  return isObject(value) ? (value as JsonObject) : {};
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : "";
}
