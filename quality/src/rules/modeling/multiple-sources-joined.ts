import { isSource, inputsOf } from "../../data-flow.ts";
import { defineRule } from "../../rule.ts";
import { idsOf, namesOf } from "../../wording.ts";

export const multipleSourcesJoined = defineRule({
  id: "multiple-sources-joined",
  category: "modeling",
  title: "Multiple sources joined",
  docs: {
    what: "A model or snapshot that reads more than one source table directly.",
    why: "A raw table should have exactly one staging model that renames and casts it. Joining raw tables mixes that work with logic, and neither can be used alone.",
    example: `-- models/staging/pos/stg_pos__shift_breaks.sql
select shifts.id, breaks.minutes
from {{ source('pos', 'shifts') }} as shifts
inner join {{ source('pos', 'breaks') }} as breaks on breaks.shift_id = shifts.id`,
    fix: "Give every source table a staging (or base) model of its own, and join those models.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ graph, judged, isJudged }) =>
    [...judged("model"), ...judged("snapshot")].flatMap((node) => {
      const sources = inputsOf(graph, node.uniqueId).filter(isSource).filter(isJudged);
      const second = sources[1];
      if (second === undefined) return [];
      return [
        {
          subject: node,
          message: `reads ${sources.length} source tables: ${namesOf(sources)}`,
          related: idsOf(sources),
          measure: sources.length,
          place: { at: "call", to: second.uniqueId } as const,
        },
      ];
    }),
});
