import type { ProjectGraph } from "../types/graph.ts";
import type { RunResults, SourceResults } from "../types/results.ts";
import type { StateComparison } from "../types/state.ts";

/** What selectors are asked about. */
export interface SelectContext {
  readonly graph: ProjectGraph;
  /** For the method state. */
  readonly state?: StateComparison | undefined;
  /** For the method result. */
  readonly results?: RunResults | undefined;
  /** For the method source_status: the freshness that dbt found now, and on the base. */
  readonly sources?: SourceResults | undefined;
  readonly baseSources?: SourceResults | undefined;
}
