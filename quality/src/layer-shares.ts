import type { Model } from "@headwater/artifacts";

import { percent } from "./wording.ts";

/** How many models of a project have something. */
export interface LayerShares {
  /** In percent, with at most two decimals; 100 where there are no models. */
  readonly share: number;
  /** "3 of 5 models (staging 2 of 2, marts 1 of 3)": the whole, and each layer that has models. */
  readonly sentence: string;
}

/** Counts the models for which `has` is true, in the project and in each layer. */
export function layerShares(
  models: readonly Model[],
  has: (model: Model) => boolean,
  layerOf: (model: Model) => string,
): LayerShares {
  const having = models.filter(has);
  const all = countByLayer(models, layerOf);
  const had = countByLayer(having, layerOf);
  const layers = [...all].map(([layer, count]) => `${layer} ${had.get(layer) ?? 0} of ${count}`);
  return {
    share: percent(having.length, models.length),
    sentence: `${having.length} of ${models.length} models (${layers.toSorted().join(", ")})`,
  };
}

function countByLayer(
  models: readonly Model[],
  layerOf: (model: Model) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const model of models) counts.set(layerOf(model), (counts.get(layerOf(model)) ?? 0) + 1);
  return counts;
}
