import type { Rule } from "../rule.ts";
import { breakingColumnChanges } from "./changes/breaking-column-changes.ts";
import { breakingContractChanges } from "./changes/breaking-contract-changes.ts";
import { coverageDrop } from "./changes/coverage-drop.ts";
import { removedInterfaces } from "./changes/removed-interfaces.ts";
import { weakenedFreshness } from "./changes/weakened-freshness.ts";
import { weakenedGate } from "./changes/weakened-gate.ts";
import { weakenedTests } from "./changes/weakened-tests.ts";
import { columnNamesAndTypes } from "./columns/column-names-and-types.ts";
import { columnTypeMismatch } from "./columns/column-type-mismatch.ts";
import { columnsMissingInWarehouse } from "./columns/columns-missing-in-warehouse.ts";
import { columnsMissingInYaml } from "./columns/columns-missing-in-yaml.ts";
import { exposureColumns } from "./columns/exposure-columns.ts";
import { undeclaredColumnTypes } from "./columns/undeclared-column-types.ts";
import { undocumentedColumns } from "./columns/undocumented-columns.ts";
import { documentationCoverage } from "./documentation/documentation-coverage.ts";
import { undocumentedModels } from "./documentation/undocumented-models.ts";
import { undocumentedSourceTables } from "./documentation/undocumented-source-tables.ts";
import { undocumentedSources } from "./documentation/undocumented-sources.ts";
import { deprecatedModels } from "./governance/deprecated-models.ts";
import { exposedPii } from "./governance/exposed-pii.ts";
import { exposuresDependentOnPrivateModels } from "./governance/exposures-dependent-on-private-models.ts";
import { missingDeprecationDates } from "./governance/missing-deprecation-dates.ts";
import { modelsWithoutContract } from "./governance/models-without-contract.ts";
import { publicModelsWithoutContract } from "./governance/public-models-without-contract.ts";
import { readsDeprecatedModels } from "./governance/reads-deprecated-models.ts";
import { requiredMeta } from "./governance/required-meta.ts";
import { requiredOwner } from "./governance/required-owner.ts";
import { requiredTags } from "./governance/required-tags.ts";
import { undocumentedPublicModels } from "./governance/undocumented-public-models.ts";
import { directJoinToSource } from "./modeling/direct-join-to-source.ts";
import { disabledNodes } from "./modeling/disabled-nodes.ts";
import { duplicateSources } from "./modeling/duplicate-sources.ts";
import { hardCodedReferences } from "./modeling/hard-coded-references.ts";
import { incrementalWithoutUniqueKey } from "./modeling/incremental-without-unique-key.ts";
import { martsOrIntermediateDependentOnSource } from "./modeling/marts-or-intermediate-dependent-on-source.ts";
import { modelFanout } from "./modeling/model-fanout.ts";
import { multipleSourcesJoined } from "./modeling/multiple-sources-joined.ts";
import { orphanNodes } from "./modeling/orphan-nodes.ts";
import { rejoiningOfUpstreamConcepts } from "./modeling/rejoining-of-upstream-concepts.ts";
import { rootModels } from "./modeling/root-models.ts";
import { selectStar } from "./modeling/select-star.ts";
import { sourceFanout } from "./modeling/source-fanout.ts";
import { stagingDependentOnMartsOrIntermediate } from "./modeling/staging-dependent-on-marts-or-intermediate.ts";
import { stagingDependentOnStaging } from "./modeling/staging-dependent-on-staging.ts";
import { tooManyJoins } from "./modeling/too-many-joins.ts";
import { unusedMacros } from "./modeling/unused-macros.ts";
import { unusedSources } from "./modeling/unused-sources.ts";
import { chainedViewsDependencies } from "./performance/chained-views-dependencies.ts";
import { exposureParentsMaterializations } from "./performance/exposure-parents-materializations.ts";
import { runErrors } from "./run/run-errors.ts";
import { skippedNodes } from "./run/skipped-nodes.ts";
import { slowerNodes } from "./run/slower-nodes.ts";
import { staleSources } from "./run/stale-sources.ts";
import { testFailures } from "./run/test-failures.ts";
import { modelDirectories } from "./structure/model-directories.ts";
import { modelNamingConventions } from "./structure/model-naming-conventions.ts";
import { namePatterns } from "./structure/name-patterns.ts";
import { permittedLayers } from "./structure/permitted-layers.ts";
import { sourceDirectories } from "./structure/source-directories.ts";
import { testDirectories } from "./structure/test-directories.ts";
import { missingPrimaryKeyTests } from "./testing/missing-primary-key-tests.ts";
import { sourcesWithoutFreshness } from "./testing/sources-without-freshness.ts";
import { testCoverage } from "./testing/test-coverage.ts";
import { testSeverityPolicy } from "./testing/test-severity-policy.ts";
import { unitTestCoverage } from "./testing/unit-test-coverage.ts";

/** Every rule of the gate, by category and then by name. A test proves that no module of this folder is missing. */
export const rules: readonly Rule[] = [
  directJoinToSource,
  disabledNodes,
  duplicateSources,
  hardCodedReferences,
  incrementalWithoutUniqueKey,
  martsOrIntermediateDependentOnSource,
  modelFanout,
  multipleSourcesJoined,
  orphanNodes,
  rejoiningOfUpstreamConcepts,
  rootModels,
  selectStar,
  sourceFanout,
  stagingDependentOnMartsOrIntermediate,
  stagingDependentOnStaging,
  tooManyJoins,
  unusedMacros,
  unusedSources,
  missingPrimaryKeyTests,
  sourcesWithoutFreshness,
  testCoverage,
  testSeverityPolicy,
  unitTestCoverage,
  documentationCoverage,
  undocumentedModels,
  undocumentedSourceTables,
  undocumentedSources,
  modelDirectories,
  modelNamingConventions,
  namePatterns,
  permittedLayers,
  sourceDirectories,
  testDirectories,
  chainedViewsDependencies,
  exposureParentsMaterializations,
  deprecatedModels,
  exposedPii,
  exposuresDependentOnPrivateModels,
  missingDeprecationDates,
  modelsWithoutContract,
  publicModelsWithoutContract,
  readsDeprecatedModels,
  requiredMeta,
  requiredOwner,
  requiredTags,
  undocumentedPublicModels,
  columnNamesAndTypes,
  columnTypeMismatch,
  columnsMissingInWarehouse,
  columnsMissingInYaml,
  exposureColumns,
  undeclaredColumnTypes,
  undocumentedColumns,
  runErrors,
  skippedNodes,
  slowerNodes,
  staleSources,
  testFailures,
  breakingColumnChanges,
  breakingContractChanges,
  coverageDrop,
  removedInterfaces,
  weakenedFreshness,
  weakenedGate,
  weakenedTests,
];
