import { numberFrom, option } from "../../options.ts";
import { defineRule } from "../../rule.ts";
import { durationText } from "../../run-results.ts";

export const slowerNodes = defineRule({
  id: "slower-nodes",
  category: "run",
  title: "Slower nodes",
  docs: {
    what: "A node that took at least `ratio` (1.5) times as long as in the base's run, and at least `floor_seconds` (30) longer. Only nodes that ended well in both runs are compared; a renamed node is compared with what it was.",
    why: "Slowness comes in small steps that nobody notices one by one. At the change that causes it, it is cheap to repair.",
    example: `fct_orders   base: 60 s   now: 180 s`,
    fix: "Look at what the change does to the query: a join that multiplies rows, a lost filter, or a table that became a view.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  needs: ["runResults", "base", "baseRunResults"],
  options: {
    ratio: option(numberFrom(1), {
      default: 1.5,
      description: "How many times the base's time is too slow.",
      looser: "larger",
    }),
    floor_seconds: option(numberFrom(0), {
      default: 30,
      description: "Seconds by which a node must be slower at least.",
      looser: "larger",
    }),
  },
  check: ({ graph, runResults, base, baseRunResults }, { ratio, floor_seconds: floorSeconds }) => {
    const before = new Map(baseRunResults.results.map((result) => [result.uniqueId, result]));
    return runResults.results.flatMap(({ uniqueId, status, executionTimeSeconds: nowSeconds }) => {
      const node = graph.node(uniqueId);
      const old = before.get((node && base.counterpart(node)?.uniqueId) ?? "");
      if (node === undefined || old === undefined || !isWell(status) || !isWell(old.status)) return [];
      const oldSeconds = old.executionTimeSeconds;
      if (nowSeconds < oldSeconds * ratio || nowSeconds - oldSeconds < floorSeconds) return [];
      const times = oldSeconds > 0 ? `${(nowSeconds / oldSeconds).toFixed(1)} times as long as before` : "";
      return [
        {
          subject: node,
          message: `took ${durationText(nowSeconds)}, and ${durationText(oldSeconds)} in the base's run${times && `, ${times}`}`,
          measure: nowSeconds,
          place: { at: "code" } as const,
        },
      ];
    });
  },
});

function isWell(status: string): boolean {
  return status === "success" || status === "pass";
}
