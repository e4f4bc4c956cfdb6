import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import { buildFeed } from "./build-feed.ts";
import { closestName } from "./closest-name.ts";
import { ContractsError } from "./errors.ts";
import type { Feed } from "./feed.ts";
import { checkSettings } from "./feed-settings.ts";
import { readSchema } from "./read-schema.ts";

/** The two files of a feed's folder that people write. */
export const SETTINGS_FILE = "feed.yml";
export const SCHEMA_FILE = "event.schema.json";

/**
 * Reads every feed below `contractsDir` (a folder with one of the two files is a feed), sorted by name.
 * Throws a ContractsError that names the file and the key when one of them is not valid.
 */
export async function loadFeeds(contractsDir: string): Promise<readonly Feed[]> {
  const names = await listFeedFolders(contractsDir);
  if (names.length === 0) {
    const hint = "Run the command at the root of the project, or name it by --project-dir.";
    throw new ContractsError("CONTRACTS_FOLDER_MISSING", `${contractsDir} holds no feed.`, hint);
  }
  const feeds: Feed[] = [];
  for (const name of names) {
    feeds.push(await loadFeed(path.join(contractsDir, name)));
  }
  return feeds;
}

/** The feed of that name. An unknown name is an error that suggests the nearest one. */
export function findFeed(feeds: readonly Feed[], name: string): Feed {
  const feed = feeds.find((candidate) => candidate.name === name);
  if (feed !== undefined) {
    return feed;
  }
  const names = feeds.map((candidate) => candidate.name);
  const closest = closestName(name, names);
  const hint = closest === undefined ? `Known feeds: ${names.join(", ")}.` : `Did you mean "${closest}"?`;
  throw new ContractsError("CONTRACTS_FEED_UNKNOWN", `There is no feed named "${name}".`, hint);
}

async function listFeedFolders(contractsDir: string): Promise<readonly string[]> {
  try {
    const files = await readdir(contractsDir, { recursive: false, withFileTypes: true });
    const folders = files.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    const inside = await Promise.all(folders.map((name) => readdir(path.join(contractsDir, name))));
    const isFeed = (files: readonly string[] = []): boolean =>
      files.includes(SETTINGS_FILE) || files.includes(SCHEMA_FILE);
    return folders.filter((_, index) => isFeed(inside[index])).sort();
  } catch (cause) {
    const hint = "Run the command at the root of the project, or name it by --project-dir.";
    throw new ContractsError(
      "CONTRACTS_FOLDER_MISSING",
      `The contracts folder ${contractsDir} cannot be read.`,
      hint,
      cause,
    );
  }
}

async function loadFeed(folder: string): Promise<Feed> {
  const settingsPath = path.join(folder, SETTINGS_FILE);
  const schemaPath = path.join(folder, SCHEMA_FILE);
  const checked = checkSettings(parseYaml(await readText(settingsPath), settingsPath));
  if (!checked.isValid) {
    throw settingsError(settingsPath, checked.problems);
  }
  const schema = parseJson(await readText(schemaPath), schemaPath);
  const reading = readSchema(schema);
  if (reading.problems.length > 0) {
    throw new ContractsError(
      "CONTRACTS_SCHEMA_REFUSED",
      [
        `${schemaPath} is refused:`,
        ...reading.problems.map(({ code, pointer, message }) => `  ${code} at "${pointer}": ${message}`),
      ].join("\n"),
      "The section on the schema in contracts/README.md lists what a contract may use.",
    );
  }
  // readSchema reported everything that is not an object.
  const built = buildFeed(path.basename(folder), checked.settings, schema as Feed["schema"], reading.fields);
  if (built.problems.length > 0) {
    throw settingsError(settingsPath, built.problems);
  }
  return built.feed;
}

function settingsError(settingsPath: string, problems: readonly string[]): ContractsError {
  return new ContractsError(
    "CONTRACTS_SETTINGS_INVALID",
    [`${settingsPath} is not valid:`, ...problems.map((problem) => `  ${problem}`)].join("\n"),
    "contracts/README.md explains every key of feed.yml.",
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ContractsError(
      "CONTRACTS_FILE_UNREADABLE",
      `${file} cannot be read.`,
      `A feed's folder holds ${SETTINGS_FILE} and ${SCHEMA_FILE}; contracts/README.md shows both.`,
      cause,
    );
  }
}

function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const problem = document.errors[0];
  if (problem !== undefined) {
    throw new ContractsError(
      "CONTRACTS_FILE_UNREADABLE",
      `${file} is not YAML: ${problem.message.split("\n")[0]}`,
      "Mend the file at the line that is named.",
      problem,
    );
  }
  return document.toJS();
}

function parseJson(text: string, file: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // JSON.parse keeps the last of two equal keys in silence; YAML, of which JSON is a part, does not.
    parseYaml(text, file);
    return value;
  } catch (cause) {
    throw cause instanceof ContractsError
      ? cause
      : new ContractsError(
          "CONTRACTS_FILE_UNREADABLE",
          `${file} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
          "Mend the file at the place that is named.",
          cause,
        );
  }
}
