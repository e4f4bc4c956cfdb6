import { isDeepStrictEqual } from "node:util";

import { isMap } from "yaml";

import type { DataTest } from "../types/nodes.ts";
import { findColumn } from "./find-column.ts";
import { findEntryById } from "./find-entry.ts";
import { scalarText } from "./yaml-file.ts";
import type { YamlFile, YamlMap } from "./yaml-file.ts";

/** The lists in which tests are written: `data_tests` since dbt 1.8, which takes `tests` as well. */
const TEST_LISTS = ["data_tests", "tests"];

/** A generic test in YAML. */
export interface WrittenTest {
  /** The list item: a bare name, or a mapping. */
  readonly item: unknown;
  /** Where its keys can be, the likeliest first. */
  readonly scopes: readonly YamlMap[];
}

interface Candidate extends WrittenTest {
  /** The test's macro, with its package where it is written. */
  readonly macro: string | undefined;
  readonly customName: string | undefined;
}

/** Finds a generic test at the resource that it is written at. */
export function findTest(yaml: YamlFile, test: DataTest): WrittenTest | undefined {
  if (test.attachedNode === undefined || test.testMetadata === undefined) return undefined;
  const entry = findEntryById(yaml, test.attachedNode);
  if (entry === undefined) return undefined;
  const { columnName, testMetadata } = test;
  const parents = [entry.own, entry.outer].filter((each) => each !== undefined);
  const holders =
    columnName === undefined
      ? parents
      : parents.flatMap((parent) => findColumn(yaml, parent, columnName) ?? []);
  const names = new Set([testMetadata.name, `${testMetadata.namespace ?? "dbt"}.${testMetadata.name}`]);
  const candidates = holders
    .flatMap((holder) => TEST_LISTS.flatMap((list) => yaml.items(holder, list)))
    .flatMap((item) => readCandidate(yaml, item) ?? [])
    .filter(({ macro }) => macro !== undefined && names.has(macro));
  return bestOf(candidates, (candidate) => likeness(yaml, candidate, test));
}

/** A test is written `not_null`, `not_null: {…}` or `{name: …, test_name: not_null, …}`. */
function readCandidate(yaml: YamlFile, item: unknown): Candidate | undefined {
  const bare = scalarText(item);
  if (bare !== undefined) return { item, scopes: [], macro: bare, customName: undefined };
  if (!isMap(item)) return undefined;
  const explicit = yaml.nameOf(item, "test_name");
  const macro = explicit ?? scalarText(item.items[0]?.key);
  const body = explicit === undefined && macro !== undefined ? yaml.value(item, macro) : item;
  const scopes = [body, yaml.value(body, "arguments"), item].filter((each) => isMap(each));
  const customName = scopes.map((scope) => yaml.nameOf(scope)).find((name) => name !== undefined);
  return { item, scopes, macro, customName };
}

/** Tells tests of one macro apart: by the name that the project gave it, else by how many arguments agree. */
function likeness(yaml: YamlFile, { scopes, customName }: Candidate, test: DataTest): number {
  if (customName !== undefined) return customName === test.name ? 1000 : -1;
  const given = Object.entries(test.testMetadata?.arguments ?? {});
  const isWritten = ([key, value]: [string, unknown]): boolean =>
    scopes.some((scope) => isDeepStrictEqual(yaml.data(yaml.value(scope, key)), value));
  return given.filter(isWritten).length;
}

function bestOf<T>(candidates: readonly T[], score: (candidate: T) => number): T | undefined {
  let best: { readonly candidate: T; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const found = score(candidate);
    if (best === undefined || found > best.score) best = { candidate, score: found };
  }
  return best?.candidate;
}
