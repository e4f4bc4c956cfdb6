import { Ajv2020, type ErrorObject, _ } from "ajv/dist/2020.js";
import type { Feed } from "./feed.ts";
import { isObject } from "./json-object.ts";

/** One way in which an event breaks its contract. */
export interface Violation {
  /** Dotted path, for example "items.0.price"; empty when the event as a whole is wrong. */
  readonly field: string;
  /** The schema's keyword that is broken, for example "type" or "required". */
  readonly rule: string;
  /** What was expected and what was found. Personal data is never repeated. */
  readonly message: string;
}

// Every day of the Gregorian calendar from year 1 on, leap years included, in one expression: so that the
// generated validators need no library.
const DATE =
  "(?!0000)(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))" +
  "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";
// RFC 3339 with an offset, at most microseconds (all that the engines keep), and no leap second (not all know it).
const TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";

/** The formats that a text field may have, as regular expressions. */
export const FORMATS = {
  date: new RegExp(`^${DATE}$`),
  "date-time": new RegExp(`^${DATE}T${TIME}$`),
};

/** The validator's settings: strict, nothing coerced, every violation found, our own keywords known. */
export function createAjv(code: "memory" | "module"): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    strict: true,
    strictRequired: true,
    formats: FORMATS,
    keywords: ["x-source-column", "x-precision"],
    ...(code === "module" ? { code: { source: true, esm: true, lines: true } } : { verbose: true }),
  });
  ajv.addKeyword({
    keyword: "x-int64",
    type: "number",
    schemaType: "boolean",
    // The bounds are ±2^63 as doubles: the upper one is not an int64 itself.
    code: (context) =>
      context.fail(_`${context.data} < -9223372036854775808 || ${context.data} >= 9223372036854775808`),
  });
  ajv.addKeyword({
    keyword: "x-scale",
    type: "number",
    schemaType: "number",
    // Within 15 digits toFixed gives the decimal that was written, so a difference means further digits.
    code(context) {
      const { data, schema, parentSchema } = context;
      const limit = 10 ** (parentSchema["x-precision"] - schema);
      context.fail(_`Math.abs(${data}) >= ${limit} || Number(${data}.toFixed(${schema})) !== ${data}`);
    },
  });
  return ajv;
}

/**
 * A function that lists how a parsed JSON value breaks the feed's contract; an empty list means that it
 * keeps it. Unknown fields pass (see unknownFields). 1.7 is no integer, and 2024-02-30 is no date.
 */
export function compileValidator(feed: Feed): (value: unknown) => readonly Violation[] {
  const validate = createAjv("memory").compile(feed.schema);
  const personal = new Set(feed.pii);
  return (value) => {
    if (validate(value)) {
      return [];
    }
    return (validate.errors ?? []).map((error) => toViolation(error, personal));
  };
}

/** The top-level fields of an event that its contract does not know. They pass, and are counted. */
export function unknownFields(feed: Feed, value: unknown): readonly string[] {
  const known = new Set(feed.fields.map((field) => field.name));
  return isObject(value) ? Object.keys(value).filter((name) => !known.has(name)) : [];
}

function toViolation(error: ErrorObject, personal: ReadonlySet<string>): Violation {
  const path = error.instancePath.split("/").slice(1);
  if (error.keyword === "required") {
    const field = [...path, String(error.params["missingProperty"])].join(".");
    return { field, rule: "required", message: "is required but missing" };
  }
  const isPersonal = path.some((_, end) =>
    personal.has(
      path
        .slice(0, end + 1)
        .filter((part) => !/^\d+$/.test(part))
        .join("."),
    ),
  );
  const found = isPersonal ? "a value that is not shown, as it may be personal" : showValue(error.data);
  return {
    field: path.join("."),
    rule: error.keyword === "x-int64" || error.keyword === "x-scale" ? error.keyword.slice(2) : error.keyword,
    message: `expected ${expectation(error)}, found ${found}`,
  };
}

function expectation({ keyword, params, schema, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case "type":
      return [params["type"]].flat().join(" or ");
    case "enum":
      return `one of ${[schema].flat().map(String).join(", ")}`;
    case "format":
      return schema === "date" ? "a date such as 2024-02-29" : "a timestamp such as 2024-02-29T23:59:00Z";
    case "pattern":
      return `text that matches ${String(schema)}`;
    case "minimum":
      return `at least ${String(schema)}`;
    case "maximum":
      return `at most ${String(schema)}`;
    case "x-scale":
      return `a decimal of ${parentSchema?.["x-precision"]} digits, ${String(schema)} of them after the point`;
    default:
      return "a 64-bit integer";
  }
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) {
    return "an array";
  }
  if (isObject(value)) {
    return "an object";
  }
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
