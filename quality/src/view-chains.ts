import type { Model, NodeId, ProjectGraph } from "@headwater/artifacts";

import { isComputedAtRead, inputsOf } from "./data-flow.ts";
import { foldUpstream } from "./fold-upstream.ts";

/** An unbroken chain of views and ephemeral models above a model. */
export interface ViewChain {
  readonly length: number;
  /** The view at the top; undefined for a chain of length 0. */
  readonly start: Model | undefined;
  /** The view next above, with that view's own chain. */
  readonly next: readonly [Model, ViewChain] | undefined;
}

const none: ViewChain = { length: 0, start: undefined, next: undefined };

/**
 * Makes a function that gives the longest chain above a model that starts at a view for which `mayStart` is true. The
 * views after the start may be any.
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

/** The views of a chain that are nearest to the model, the nearest last; at most `limit`. */
export function endOf(chain: ViewChain, limit = 6): readonly Model[] {
  const end: Model[] = [];
  for (let step = chain.next; step !== undefined && end.length < limit; step = step[1].next) {
    end.push(step[0]);
  }
  return end.reverse();
}
