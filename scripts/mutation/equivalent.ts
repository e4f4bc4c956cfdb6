/**
 * Changes that no test can notice, because the program does the same with them. Each as mutate-rules.ts prints it,
 * without the line number, and with the reason.
 */
export const equivalent: ReadonlyMap<string, string> = new Map([
  ["quality/src/sorted-by-id.ts: a.uniqueId < b.uniqueId -> a.uniqueId <= b.uniqueId", "ids are unique"],
  [
    "quality/src/judged.ts: scope.excludePaths.length === 0 -> false",
    "no glob matches nothing: it only saves asking",
  ],
  [
    "quality/src/judged.ts: includePackages.length === 0 && excludePaths.length === 0 -> false",
    "only saves the list of all nodes",
  ],
  ["quality/src/judged.ts: known !== undefined -> false", "the same nodes are filtered once more"],
  ["quality/src/run-results.ts: 10 -> 11", "only keeps a huge message from being split"],
  ["quality/src/run-results.ts: 3600 -> 3601", "fewer than 48 hours are rounded to whole ones"],
  [
    "quality/src/source-names-above.ts: names.isSubsetOf(all) -> false",
    "a set that is shared, or one that is equal: only memory differs",
  ],
  [
    "quality/src/rules/governance/reads-deprecated-models.ts: inputsOf(graph, node.uniqueId) .filter(isModel) -> inputsOf(graph, node.uniqueId)",
    "only models have a deprecation date; the filter is for the types",
  ],
  ...["false", "version === undefined && latestVersion === undefined"].map(
    (change) =>
      [
        `quality/src/rules/governance/missing-deprecation-dates.ts: version === undefined || latestVersion === undefined -> ${change}`,
        "what has no version is older than nothing; the look is for the types",
      ] as const,
  ),
  ["quality/src/rules/modeling/unused-macros.ts: unused.size === 0 -> false", "only saves the search"],
  [
    "quality/src/rules/testing/missing-primary-key-tests.ts: at === 0 -> false",
    "only saves the search for the test itself",
  ],
  [
    "quality/src/rules/testing/missing-primary-key-tests.ts: at === 0 -> at !== 0",
    "another test of the set is looked for first",
  ],
  [
    "quality/src/rules/testing/missing-primary-key-tests.ts: 0 -> 1",
    "another test of the set is looked for first",
  ],
  ["quality/src/data-flow.ts: others.length === 0 -> false", "only saves a copy of what is the same"],
  [
    "quality/src/rules/columns/exposure-columns.ts: missing.length === 0 -> false",
    "only saves what would be said of nothing",
  ],
  ["quality/src/data-flow.ts: parents.every(isInput) -> false", "only saves a copy of what is the same"],
  [
    "quality/src/sql/hard-coded-references.ts: !mayHoldReference.test(plain) -> false",
    "only saves the search",
  ],
  [
    "quality/src/sql/hard-coded-references.ts: !mayHoldReference.test(code) -> false",
    "only saves the search",
  ],
  ["quality/src/sql/hard-coded-references.ts: isAscii(plain) -> false", "only saves V8 a slow pattern"],
  ["quality/src/sql/passes-all-columns.ts: charactersLeft < 0 -> charactersLeft <= 0", "only ends a search"],
  ["quality/src/sql/passes-all-columns.ts: 50 -> 51", "only ends a search"],
  [
    "quality/src/sql/passes-all-columns.ts: ctes.size === 0 -> false",
    "only saves a copy of what is the same",
  ],
  [`quality/src/sql/passes-all-columns.ts: !text.includes("*") -> false`, "only saves the search"],
  ["quality/src/sql/passes-all-columns.ts: setOperation.test(text) -> true", "only saves the splitting"],
  ["quality/src/sql/passes-all-columns.ts: stars.length === 0 -> false", "only saves the search for origins"],
  [
    `quality/src/sql/passes-all-columns.ts: !code.includes("*") || !mayReadRelation.test(code) -> false`,
    "only saves the search",
  ],
  [
    `quality/src/sql/passes-all-columns.ts: !code.includes("*") || !mayReadRelation.test(code) -> !code.includes("*") && !mayReadRelation.test(code)`,
    "only saves the search",
  ],
  ["quality/src/sql/passes-all-columns.ts: close < 0 -> close <= 0", "what closes stands behind what opens"],
  ["quality/src/sql/passes-all-columns.ts: 0 -> 1", "the first bracket sets it before it is read"],
  ["quality/src/sql/passes-all-columns.ts: 200 -> 201", "only keeps the search for a CTE's name short"],
  [
    "quality/src/rules/changes/weakened-gate.ts: before === node -> false",
    "only saves the comparison of a node with itself",
  ],
  [
    "quality/src/rules/changes/weakened-gate.ts: before === macro -> false",
    "only saves the comparison of a macro with itself",
  ],
  [
    "quality/src/rules/changes/weakened-tests.ts: tests.every((test, at) => test === testsNow[at]) -> false",
    "only saves the comparison of tests with themselves",
  ],
  ["quality/src/rules/changes/weakened-tests.ts: tests.length === 0 -> false", "only saves the search"],
]);
