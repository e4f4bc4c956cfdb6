import { visible } from "./visible.ts";

/**
 * Text after the `::` of a GitHub workflow command. Line breaks that we write ourselves between parts are kept as
 * %0A; everything inside a part is made visible, so that it cannot begin a command of its own.
 */
export function escapeCommandData(...parts: readonly string[]): string {
  return parts.map((part) => visible(part).replaceAll("%", "%25")).join("%0A");
}

/** A property's value of a GitHub workflow command. */
export function escapeCommandProperty(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll(":", "%3A").replaceAll(",", "%2C");
}
