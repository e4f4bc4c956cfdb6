import type { StreamEvent } from "./stream-converter.ts";

/** The text of a field that holds a text or a number; empty for any other. */
export function fieldText(event: StreamEvent, field: string): string {
  const value = event[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
