import type { Model, NodeId, ProjectGraph } from "@headwater/artifacts";

import { isComputedAtRead, readBy } from "./data-flow.ts";
import { foldUpstream } from "./fold-upstream.ts";

/** An unbroken chain of views and ephemeral models above a model. */
export interface ViewChain {
  readonly length: number;
  /** The view at the top; undefined for a chain of length 0. */
  readonly start: Model | undefined;
  /** The views nearest to the model, the nearest last; at most as many as were asked for. */
  readonly end: readonly Model[];
}

/** A model's longest chain: its length, its start, and the view next above with that view's own chain. */
interface Link {
  readonly length: number;
  readonly start: Model | undefined;
  readonly next: readonly [Model, Link] | undefined;
}

const none: Link = { length: 0, start: undefined, next: undefined };

/**
 * Makes a function that gives the longest chain above a model that starts at a view for which `mayStart` is true, with
 * at most `endLimit` views of its end. The views after the start may be any.
 */
export function longestViewChains(
  graph: ProjectGraph,
  mayStart: (view: Model) => boolean,
  endLimit = 6,
): (id: NodeId) => ViewChain {
  const linkOf = foldUpstream(
    (id) => readBy(graph, id).filter(isComputedAtRead),
    (views: readonly (readonly [Model, Link])[]) => {
      let best = none;
      for (const [view, above] of views) {
        if (above.length < best.length || (above.length === 0 && !mayStart(view))) continue;
        best = { length: above.length + 1, start: above.start ?? view, next: [view, above] };
      }
      return best;
    },
  );
  return (id) => {
    const { length, start, next } = linkOf(id);
    const end: Model[] = [];
    for (let step = next; step !== undefined && end.length < endLimit; step = step[1].next) {
      end.push(step[0]);
    }
    return { length, start, end: end.reverse() };
  };
}
