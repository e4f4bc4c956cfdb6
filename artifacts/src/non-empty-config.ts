import type { Json, JsonObject, NodeConfig } from "./types/resource.ts";

/**
 * A node's configs under dbt's own keys, without those that are null, [] or {}: dbt versions differ in which of these they
 * write. Made anew at every call, because few nodes are ever asked for it.
 */
export function nonEmptyConfig({ values }: NodeConfig): JsonObject {
  const found: Record<string, Json> = {};
  for (const [key, value] of Object.entries(values)) if (!isEmpty(value)) found[key] = value;
  return found;
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
