import type { StreamFeed } from "@headwater/contracts";

import { pick } from "./distributions.ts";
import type { Random } from "./random.ts";
import type { StreamEvent } from "./stream-converter.ts";

/** The text of an event in which no JSON parser finds an event: cut off, without quotes, or something else. */
export function malformedJson(event: StreamEvent, random: Random): string {
  const text = JSON.stringify(event);
  return pick(random, [
    // Without its last brace an object never ends.
    text.slice(0, random.integer(1, text.length - 1)),
    text.replaceAll('"', ""),
    "<html><body>502 Bad Gateway</body></html>",
  ]);
}

/** The text of an event with one required field that is missing, null or of another type. */
export function contractViolation(event: StreamEvent, feed: StreamFeed, random: Random): string {
  const required = feed.fields.filter((field) => field.required && !field.nullable);
  const field = pick(random, required);
  const { [field.name]: _, ...others } = event;
  const wrong =
    field.type === "string" || field.type === "timestamp" || field.type === "date" ? 17 : "seventeen";
  return JSON.stringify(
    pick(random, [others, { ...event, [field.name]: null }, { ...event, [field.name]: wrong }]),
  );
}
