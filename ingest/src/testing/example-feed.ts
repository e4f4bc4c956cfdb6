import type { StreamFeed } from "@headwater/contracts";

/** A small stream feed for tests: one typed field of each kind that matters to landing. */
export const exampleFeed: StreamFeed = {
  name: "readings",
  kind: "stream",
  domain: "examples",
  title: "Readings",
  description: "Readings of a made-up sensor.",
  owner: { name: "Tests", email: "tests@headwater.example" },
  pii: [],
  freshness: {
    warnAfter: { count: 1, period: "day", durationMs: 86_400_000 },
    errorAfter: { count: 2, period: "day", durationMs: 172_800_000 },
  },
  terms: "Made up.",
  major: 1,
  topic: "readings",
  epoch: 1,
  partitions: 3,
  key: "id",
  eventTime: "read_at",
  allowedLatenessMs: 0,
  fields: [
    { name: "id", type: "string", nullable: false, required: true, description: "Key" },
    { name: "read_at", type: "timestamp", nullable: false, required: true, description: "Time" },
    { name: "level", type: "int32", nullable: true, required: false, description: "Level" },
  ],
  schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["id", "read_at"],
    properties: {
      id: { type: "string" },
      read_at: { type: "string", format: "date-time" },
      level: { type: ["integer", "null"], minimum: -2147483648, maximum: 2147483647 },
    },
  },
};

/** An event that keeps the contract, as the text of its JSON. */
export function exampleEvent(id: string, level: number | null = null): string {
  return JSON.stringify({ id, read_at: "2024-05-01T00:00:00Z", level });
}
