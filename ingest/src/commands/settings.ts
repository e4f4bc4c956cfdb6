import { readFile } from "node:fs/promises";

import { InvalidArgumentError, Option, type Command } from "commander";
import { parse } from "yaml";

import { IngestError } from "../errors.ts";

/** Where settings are looked for without being told. */
export const defaultSettingsFile = "headwater.yml";

/**
 * An option that may also come from the environment, as HEADWATER_ and its name, and from a section of headwater.yml,
 * as its name with underscores. A flag goes before the environment, which goes before the file.
 */
export function setting(flags: string, description: string, read?: (text: string) => unknown): Option {
  const option = new Option(flags, description);
  // Commander takes the mere presence of a variable for yes; `resolveSettings` reads its text.
  if (!option.isBoolean()) option.env(variableOf(option));
  // Commander passes the default as a second argument, which no reader here wants.
  return read ? option.argParser((text) => read(text)) : option;
}

/**
 * Completes a command's options by what the environment and the file's section say. Throws INGEST_OPTION_INVALID for a
 * key that is not known or a value that cannot be read.
 */
export async function resolveSettings(
  command: Command,
  settings: readonly Option[],
  file: { readonly path: string | undefined; readonly section: string },
): Promise<void> {
  const path = file.path ?? defaultSettingsFile;
  const section = await readSection(path, file.section, file.path !== undefined);
  const unknown = [...section.keys()].filter((key) => !settings.some((option) => keyOf(option) === key));
  if (unknown.length > 0) {
    throw invalid(
      `${path}: ${file.section}.${unknown[0]} is not known.`,
      `Known are ${settings.map(keyOf).join(", ")}.`,
    );
  }
  for (const option of settings) {
    const name = option.attributeName();
    const source = command.getOptionValueSource(name);
    if (source === "cli" || source === "env") continue;
    const text =
      (option.isBoolean() ? process.env[variableOf(option)] : undefined) ?? section.get(keyOf(option));
    if (text === undefined) continue;
    const place =
      section.get(keyOf(option)) === text ? `${path}: ${file.section}.${keyOf(option)}` : variableOf(option);
    command.setOptionValueWithSource(name, readValue(option, text, place), "config");
  }
}

function readValue(option: Option, text: string, place: string): unknown {
  try {
    if (option.isBoolean()) return readBoolean(text);
    return option.parseArg ? option.parseArg(text, undefined) : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw invalid(`${place}: ${JSON.stringify(text)} is not right. ${error.message}`, "Correct it there.");
  }
}

function readBoolean(text: string): boolean {
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0" || text === "") return false;
  throw new InvalidArgumentError("Give true or false.");
}

/** The section's keys with their values as text, as flags have them; a list becomes a,b,c. */
async function readSection(
  path: string,
  section: string,
  isNamed: boolean,
): Promise<ReadonlyMap<string, string>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (!isNamed && error instanceof Error && "code" in error && error.code === "ENOENT") return new Map();
    throw invalid(
      `The settings in ${path} cannot be read.`,
      "Give --config the file that holds them.",
      error,
    );
  }
  const found = readYaml(path, text)?.[section] ?? {};
  if (typeof found !== "object" || Array.isArray(found)) {
    throw invalid(
      `${path}: ${section} is not a map of settings.`,
      `Write ${section}: and under it key: value.`,
    );
  }
  return new Map(
    Object.entries(found).flatMap(([key, value]: [string, unknown]) => {
      if (value === null) return [];
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (values.every((each) => typeof each !== "object")) return [[key, values.join(",")]];
      throw invalid(`${path}: ${section}.${key} has parts.`, "Give one value, or a list of them.");
    }),
  );
}

function readYaml(path: string, text: string): Readonly<Record<string, unknown>> | null {
  try {
    // A YAML file's top level is a map, or the next access finds nothing in it.
    return parse(text) as Readonly<Record<string, unknown>> | null;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalid(`${path} is not YAML: ${problem}`, "Correct the YAML at the named line.", error);
  }
}

function variableOf(option: Option): string {
  return `HEADWATER_${keyOf(option).toUpperCase()}`;
}

function keyOf(option: Option): string {
  return option.name().replaceAll("-", "_");
}

function invalid(message: string, hint: string, cause?: unknown): IngestError {
  return new IngestError("INGEST_OPTION_INVALID", message, hint, cause);
}
