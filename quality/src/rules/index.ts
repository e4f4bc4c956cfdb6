import type { Rule } from "../rule.ts";
import { directJoinToSource } from "./modeling/direct-join-to-source.ts";
import { duplicateSources } from "./modeling/duplicate-sources.ts";
import { hardCodedReferences } from "./modeling/hard-coded-references.ts";
import { martsOrIntermediateDependentOnSource } from "./modeling/marts-or-intermediate-dependent-on-source.ts";
import { modelFanout } from "./modeling/model-fanout.ts";
import { multipleSourcesJoined } from "./modeling/multiple-sources-joined.ts";
import { rejoiningOfUpstreamConcepts } from "./modeling/rejoining-of-upstream-concepts.ts";
import { rootModels } from "./modeling/root-models.ts";
import { sourceFanout } from "./modeling/source-fanout.ts";
import { stagingDependentOnMartsOrIntermediate } from "./modeling/staging-dependent-on-marts-or-intermediate.ts";
import { stagingDependentOnStaging } from "./modeling/staging-dependent-on-staging.ts";
import { tooManyJoins } from "./modeling/too-many-joins.ts";
import { unusedSources } from "./modeling/unused-sources.ts";

/** Every rule of the gate, by category and then by name. A test proves that no module of this folder is missing. */
export const rules: readonly Rule[] = [
  directJoinToSource,
  duplicateSources,
  hardCodedReferences,
  martsOrIntermediateDependentOnSource,
  modelFanout,
  multipleSourcesJoined,
  rejoiningOfUpstreamConcepts,
  rootModels,
  sourceFanout,
  stagingDependentOnMartsOrIntermediate,
  stagingDependentOnStaging,
  tooManyJoins,
  unusedSources,
];
