import type { DataTest, Json } from "@headwater/artifacts";

import { genericTestName } from "../data-test.ts";
import type { IdentifierKey } from "../identifiers.ts";
import { isLooserCondition } from "./test-condition.ts";

/** A test of the base and what it is on head; undefined where it is gone. */
export interface TestPair {
  readonly old: DataTest;
  readonly now: DataTest | undefined;
}

/** A test as messages call it: a generic one by its kind, a singular one by its own name. */
export function testLabel(test: DataTest): string {
  return genericTestName(test) ?? test.name;
}

/**
 * Finds each of a node's old tests among its present ones. An id holds a hash of the arguments, so a test whose
 * arguments changed has another id: it is found by its kind and column, equal arguments first, and at last on a column
 * that was renamed.
 */
export function pairTests(
  before: readonly DataTest[],
  after: readonly DataTest[],
  identifierKey: IdentifierKey,
  isRenamed: (from: string, to: string) => boolean = () => false,
): readonly TestPair[] {
  const free = new Set(after);
  const found = new Map<DataTest, DataTest>();
  const sameKind = (old: DataTest, now: DataTest) =>
    testLabel(old) === testLabel(now) && columnKey(old, identifierKey) === columnKey(now, identifierKey);
  const sameOnRenamed = (old: DataTest, now: DataTest) =>
    old.columnName !== undefined &&
    now.columnName !== undefined &&
    testLabel(old) === testLabel(now) &&
    argumentsKey(old) === argumentsKey(now) &&
    isRenamed(old.columnName, now.columnName);
  const passes: ((old: DataTest, now: DataTest) => boolean)[] = [
    (old, now) => old.uniqueId === now.uniqueId,
    (old, now) => sameKind(old, now) && argumentsKey(old) === argumentsKey(now),
    sameKind,
    sameOnRenamed,
  ];
  for (const isSame of passes) {
    for (const old of before) {
      if (found.has(old)) continue;
      const match = [...free].find((now) => isSame(old, now));
      if (match === undefined) continue;
      found.set(old, match);
      free.delete(match);
    }
  }
  return before.map((old) => ({ old, now: found.get(old) }));
}

/** In which ways a test lets more pass than before, in words; empty where it does not. */
export function loosenedIn(old: DataTest, now: DataTest): readonly string[] {
  const ways: string[] = [];
  if (old.severity === "error" && now.severity === "warn") ways.push("its severity is warn and was error");
  if (now.where !== undefined && now.where !== old.where) {
    ways.push(
      old.where === undefined
        ? `it looks only where ${now.where}`
        : `its where was ${old.where} and is ${now.where}`,
    );
  }
  // Under a limit fewer failures are counted, which matters to conditions like "> 100".
  if (now.limit !== undefined && (old.limit === undefined || now.limit < old.limit)) {
    ways.push(`it stops at ${now.limit} failures`);
  }
  // A test of severity warn has no errors.
  if (old.severity === "error" && isLooserCondition(old.errorIf, now.errorIf))
    ways.push(`error_if was ${old.errorIf} and is ${now.errorIf}`);
  if (isLooserCondition(old.warnIf, now.warnIf)) ways.push(`warn_if was ${old.warnIf} and is ${now.warnIf}`);
  if (old.failCalc !== now.failCalc)
    ways.push(`it counts failures by ${now.failCalc} and did by ${old.failCalc}`);
  return [...ways, ...loosenedArguments(old, now)];
}

function columnKey({ columnName }: DataTest, identifierKey: IdentifierKey): string {
  return columnName === undefined ? "" : identifierKey(columnName);
}

function argumentsKey({ testMetadata }: DataTest): string {
  const { column_name: _column, model: _model, ...own } = testMetadata?.arguments ?? {};
  return Object.entries(own)
    .map((entry) => JSON.stringify(entry))
    .toSorted()
    .join();
}

/** Arguments by which more passes when they grow, and those by which more passes when they shrink. */
const passesMoreWhenLarger = new Set([
  "max_value",
  "values",
  "value_set",
  "at_most",
  "max",
  "to_value",
  "interval",
]);
const passesMoreWhenSmaller = new Set(["min_value", "at_least", "min", "from_value", "not_values"]);

/** Arguments that say which rows are looked at, as `where` does: of dbt_utils and dbt_expectations. */
const narrowing = new Set(["row_condition", "from_condition"]);

/** Tests whose values are those that must not be there, or must all be there: not_accepted_values, …_to_contain_set. */
const passesMoreWithFewerValues = /(?:^|_)(?:not|contain)_/;

function loosenedArguments(old: DataTest, now: DataTest): readonly string[] {
  const before = old.testMetadata?.arguments ?? {};
  const after = now.testMetadata?.arguments ?? {};
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const isShorterLooser = (key: string) =>
    passesMoreWhenSmaller.has(key) || passesMoreWithFewerValues.test(now.testMetadata?.name ?? "");
  return [...keys].flatMap(
    (key) => loosenedArgument(key, before[key], after[key], isShorterLooser(key)) ?? [],
  );
}

function loosenedArgument(
  key: string,
  before: Json | undefined,
  after: Json | undefined,
  isShorterLooser: boolean,
): string | undefined {
  if (Array.isArray(before) && Array.isArray(after)) {
    return loosenedList(key, before, after, isShorterLooser);
  }
  if (narrowing.has(key) && typeof after === "string" && after !== before) {
    return before === undefined
      ? `it looks only where ${after}`
      : `its ${key} was ${JSON.stringify(before)} and is ${after}`;
  }
  const isLarger = passesMoreWhenLarger.has(key);
  if (!isLarger && !passesMoreWhenSmaller.has(key)) return undefined;
  if (after === undefined) return `${key} is not checked any more and was ${JSON.stringify(before)}`;
  if (typeof before !== "number" || typeof after !== "number") return undefined;
  const isLooser = isLarger ? after > before : after < before;
  return isLooser ? `${key} was ${before} and is ${after}` : undefined;
}

/** A list of accepted values that got longer, or a list of what must (not) hold that got shorter. */
function loosenedList(
  key: string,
  before: readonly Json[],
  after: readonly Json[],
  isShorterLooser: boolean,
): string | undefined {
  const texts = (values: readonly Json[]) => new Set(values.map((value) => JSON.stringify(value)));
  const added = [...texts(after).difference(texts(before))];
  const removed = [...texts(before).difference(texts(after))];
  // More columns together are unique more easily.
  if (key === "combination_of_columns" && added.length > 0)
    return `${added.join(", ")} is part of the key too`;
  if (!passesMoreWhenLarger.has(key) && !passesMoreWhenSmaller.has(key)) return undefined;
  if (isShorterLooser)
    return removed.length > 0 ? `${removed.join(", ")} is not in ${key} any more` : undefined;
  return added.length > 0 ? `${added.join(", ")} is accepted too` : undefined;
}
