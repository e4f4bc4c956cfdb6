import { z } from "zod";
import { closestName } from "./closest-name.ts";
import { parseDuration } from "./duration.ts";

const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be a snake_case field name");
const text = z.string().trim().min(1, "must not be empty");
const duration = z.string().transform((value, context) => {
  const parsed = parseDuration(value);
  if (parsed === undefined) {
    context.addIssue({
      code: "custom",
      message: `must be a duration such as "45m", "36h" or "400d", found "${value}"`,
    });
    return z.NEVER;
  }
  return parsed;
});

const common = {
  name: fieldName,
  domain: fieldName,
  title: text,
  description: text,
  owner: z.strictObject({ name: text, email: z.email("must be an e-mail address") }),
  pii: z.array(text),
  freshness: z
    .strictObject({ warn_after: duration, error_after: duration })
    .refine((value) => value.error_after.durationMs >= value.warn_after.durationMs, {
      message: "error_after must not be shorter than warn_after",
    }),
  terms: text,
  major: z.int().min(1).default(1),
};

const stream = z.strictObject({
  ...common,
  kind: z.literal("stream"),
  topic: z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, "must be a legal Kafka topic name"),
  epoch: z.int().min(1),
  partitions: z.int().min(1),
  key: fieldName,
  event_time: fieldName,
  record_time: fieldName.optional(),
  version: fieldName.optional(),
  allowed_lateness: duration,
});

const file = z
  .strictObject({
    path: z
      .string()
      .regex(
        /^([a-z0-9_][a-z0-9_.-]*\/)*[a-z0-9_][a-z0-9_.-]*\.csv$/,
        "must be a relative path to a .csv file",
      ),
    url: z.url({ protocol: /^https$/, error: "must be an https URL" }),
    encoding: z.enum(["utf-8", "windows-1252"]).default("utf-8"),
    reshape: fieldName.optional(),
    lookup_url: z.url({ protocol: /^https$/, error: "must be an https URL" }).optional(),
  })
  .refine((value) => value.lookup_url === undefined || value.reshape !== undefined, {
    message: "lookup_url needs a reshape step that reads it",
  });

const batch = z.strictObject({
  ...common,
  kind: z.literal("batch"),
  files: z.array(file).min(1),
  prepare: fieldName,
  primary_key: z.array(fieldName).min(1),
});

const settings = z.discriminatedUnion("kind", [stream, batch]);

/** feed.yml after its check, still with the names that it uses there. */
export type FeedSettings = z.output<typeof settings>;

export type SettingsResult =
  | { readonly isValid: true; readonly settings: FeedSettings }
  | { readonly isValid: false; readonly problems: readonly string[] };

/** Checks a parsed feed.yml. Each problem is a sentence that begins with the key it is about. */
export function checkSettings(raw: unknown): SettingsResult {
  const result = settings.safeParse(raw);
  if (result.success) {
    return { isValid: true, settings: result.data };
  }
  return { isValid: false, problems: result.error.issues.flatMap((issue) => describeIssue(issue, raw)) };
}

function describeIssue(issue: z.core.$ZodIssue, raw: unknown): readonly string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => describeUnknownKey([...path, key], knownKeys(path, raw)));
  }
  const key = path.length === 0 ? "the file" : path.join(".");
  if (issue.code === "invalid_union") {
    return [`kind: must be "stream" or "batch"`];
  }
  if (issue.code === "invalid_type" && valueAt(raw, path) === undefined) {
    return [`${key}: is missing`];
  }
  return [`${key}: ${issue.message}`];
}

function describeUnknownKey(path: readonly string[], known: readonly string[]): string {
  const closest = closestName(path.at(-1) ?? "", known);
  const suggestion = closest === undefined ? `known keys: ${known.join(", ")}` : `did you mean "${closest}"?`;
  return `${path.join(".")}: is not a known key; ${suggestion}`;
}

function knownKeys(path: readonly string[], raw: unknown): readonly string[] {
  switch (path[0]) {
    case "owner":
      return ["name", "email"];
    case "freshness":
      return ["warn_after", "error_after"];
    case "files":
      return Object.keys(file.shape);
    default:
      return Object.keys(valueAt(raw, ["kind"]) === "batch" ? batch.shape : stream.shape);
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) {
      return undefined;
    }
    current = Reflect.get(current, key);
  }
  return current;
}
