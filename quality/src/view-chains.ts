import type { Model, NodeId, ProjectGraph } from "@headwater/artifacts";

import { isComputedAtRead, inputsOf } from "./data-flow.ts";
import { foldUpstream } from "./fold-upstream.ts";

/** An unbroken chain of views and ephemeral models above a model. */
export interface ViewChain {
  readonly length: number;
  /** The view at the top; undefined for a chain of length 0. */
  readonly start: Model | undefined;
  /** The view directly above, with the chain above that view. */
  readonly next: readonly [Model, ViewChain] | undefined;
}

const none: ViewChain = { length: 0, start: undefined, next: undefined };

/**
 * Makes a function that gives the longest chain of views above a model. Only views for which `mayStart` is true can be
 * the top of a chain; the others can be any view.
 */
export function longestViewChains(
  graph: ProjectGraph,
  mayStart: (view: Model) => boolean,
): (id: NodeId) => ViewChain {
  return foldUpstream<Model, ViewChain>(
    (id) => inputsOf(graph, id).filter(isComputedAtRead),
    (views, chainOf) => {
      let best = none;
      for (const view of views) {
        const above = chainOf(view);
        if (above === undefined || above.length < best.length) continue;
        if (above.length === 0 && !mayStart(view)) continue;
        best = { length: above.length + 1, start: above.start ?? view, next: [view, above] };
      }
      return best;
    },
  );
}

/** The views of a chain that are nearest to the model, at most `limit` of them, in the order in which data flows. */
export function nearestViews(chain: ViewChain, limit = 6): readonly Model[] {
  const views: Model[] = [];
  for (let step = chain.next; step !== undefined && views.length < limit; step = step[1].next) {
    views.push(step[0]);
  }
  return views.reverse();
}
