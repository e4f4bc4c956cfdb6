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
  const byLayer = new Map<string, { all: number; having: number }>();
  let having = 0;
  for (const model of models) {
    const layer = layerOf(model);
    const count = byLayer.get(layer) ?? { all: 0, having: 0 };
    byLayer.set(layer, count);
    count.all++;
    if (!has(model)) continue;
    count.having++;
    having++;
  }
  const layers = [...byLayer].map(([layer, count]) => `${layer} ${count.having} of ${count.all}`);
  return {
    share: percent(having, models.length),
    sentence: `${having} of ${models.length} models (${layers.toSorted().join(", ")})`,
  };
}
