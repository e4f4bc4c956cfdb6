import type { BatchFeed } from "@headwater/contracts";

const parks = {
  type: "object",
  properties: {
    park_id: { type: "string", pattern: "\\S" },
    park_name: { type: ["string", "null"] },
    trees: { type: ["string", "null"], pattern: "^\\d*$" },
  },
  required: ["park_id", "park_name", "trees"],
} as const;

/** A small batch feed for tests: parks with an id, a name and a number of trees. */
export function madeUpFeed(changes: Partial<BatchFeed> = {}): BatchFeed {
  const field = { type: "string", required: true, description: "" } as const;
  return {
    kind: "batch",
    name: "parks",
    domain: "tests",
    title: "Parks",
    description: "One row per park.",
    owner: { name: "Nobody", email: "nobody@example.org" },
    pii: [],
    freshness: {
      warnAfter: { count: 1, period: "day", durationMs: 86_400_000 },
      errorAfter: { count: 2, period: "day", durationMs: 172_800_000 },
    },
    terms: "None.",
    major: 1,
    fields: [
      { ...field, name: "park_id", nullable: false, sourceColumn: "Park Id" },
      { ...field, name: "park_name", nullable: true, sourceColumn: "NAME" },
      { ...field, name: "trees", nullable: true, sourceColumn: "TREES" },
    ],
    schema: parks,
    files: [{ path: "tests/parks.csv", url: "https://example.org/parks.csv", encoding: "utf-8" }],
    prepare: "select_columns",
    primaryKey: ["park_id"],
    ...changes,
  };
}
