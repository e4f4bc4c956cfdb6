import type { Json, JsonObject, NodeConfig } from "./types/resource.ts";

/**
 * A node's configs that say something, under dbt's own keys: without null, [] and {}, as dbt versions differ in which of
 * these they write. They are put together when they are asked for, as few nodes ever are.
 */
export function saidConfig({ values }: NodeConfig): JsonObject {
  const said: Record<string, Json> = {};
  for (const [key, value] of Object.entries(values)) if (!isNothing(value)) said[key] = value;
  return said;
}

function isNothing(value: Json): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
