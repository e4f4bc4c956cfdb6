import type { DecimalField, ScalarField } from "./feed.ts";
import type { JsonObject } from "./json-object.ts";
import type { SchemaProblem } from "./schema-problem.ts";

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);
/** A JSON number keeps this many digits exactly in a double, on every engine. */
const MAX_PRECISION = 15;

type Bounds = { readonly minimum?: number; readonly maximum?: number };

/** A string's type (text, date or timestamp) with its legal values and its pattern. */
export function readText(
  schema: JsonObject,
  nullable: boolean,
  pointer: string,
  problems: SchemaProblem[],
): Pick<ScalarField, "type" | "allowedValues" | "pattern"> {
  const allowedValues = readAllowedValues(schema, nullable, pointer, problems);
  const pattern = readPattern(schema, pointer, problems);
  return {
    type: readFormat(schema, pointer, problems),
    ...(allowedValues === undefined ? {} : { allowedValues }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

function readFormat(
  schema: JsonObject,
  pointer: string,
  problems: SchemaProblem[],
): "string" | "date" | "timestamp" {
  switch (schema["format"]) {
    case undefined:
      return "string";
    case "date":
      return "date";
    case "date-time":
      return "timestamp";
    default: {
      const message = `found ${JSON.stringify(schema["format"])}; expected "date" or "date-time", or write a "pattern"`;
      problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/format`, message });
      return "string";
    }
  }
}

function readAllowedValues(
  schema: JsonObject,
  nullable: boolean,
  pointer: string,
  problems: SchemaProblem[],
): readonly string[] | undefined {
  const values: unknown = schema["enum"];
  if (values === undefined) {
    return undefined;
  }
  const refuse = (message: string): undefined => {
    problems.push({ code: "SCHEMA_ENUM", pointer: `${pointer}/enum`, message });
  };
  if (!Array.isArray(values)) {
    return refuse("must be a list of texts");
  }
  const texts = values.filter((value) => typeof value === "string");
  const others = values.filter((value) => typeof value !== "string" && value !== null);
  if (texts.length === 0 || others.length > 0 || new Set(values).size < values.length) {
    return refuse("must be a list of different texts, with null only in a nullable field");
  }
  if (values.includes(null) !== nullable) {
    return refuse(
      nullable
        ? "the type allows null, so the list must name null too: the validator checks both"
        : "the type does not allow null, so the list must not name it",
    );
  }
  return texts;
}

function readPattern(schema: JsonObject, pointer: string, problems: SchemaProblem[]): string | undefined {
  const pattern = schema["pattern"];
  if (pattern === undefined) {
    return undefined;
  }
  try {
    if (typeof pattern === "string") {
      return new RegExp(pattern, "u").source;
    }
  } catch {
    // Not a regular expression: reported below, like any other value.
  }
  const message = `found ${JSON.stringify(pattern)}; expected a regular expression of ECMAScript`;
  problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/pattern`, message });
  return undefined;
}

/** 32 or 64 bits, by the bounds. An integer without bounds fits no column type for certain. */
export function readInteger(
  schema: JsonObject,
  pointer: string,
  problems: SchemaProblem[],
): Pick<ScalarField, "type"> & Bounds {
  const bounds = readBounds(schema, pointer, problems);
  const { minimum, maximum } = bounds;
  const isDeclared64 = schema["x-int64"] === true;
  if (schema["x-int64"] !== undefined && !isDeclared64) {
    const message = `must be true, or be left out`;
    problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/x-int64`, message });
  }
  if (isDeclared64) {
    return { type: "int64", ...bounds };
  }
  if (minimum === undefined || maximum === undefined) {
    const message = `an integer needs "minimum" and "maximum", or "x-int64": true`;
    problems.push({ code: "SCHEMA_INTEGER_UNBOUNDED", pointer, message });
    return { type: "int64", ...bounds };
  }
  for (const [keyword, bound] of Object.entries(bounds)) {
    if (!Number.isSafeInteger(bound)) {
      const message = `found ${bound}; an integer's bound must be a whole number below 2^53, or use "x-int64": true`;
      problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/${keyword}`, message });
    }
  }
  return { type: minimum >= INT32_MIN && maximum <= INT32_MAX ? "int32" : "int64", ...bounds };
}

/** A double, or a decimal when its precision and scale are declared. */
export function readNumber(
  schema: JsonObject,
  pointer: string,
  problems: SchemaProblem[],
): ({ readonly type: "double" } | Pick<DecimalField, "type" | "precision" | "scale">) & Bounds {
  const bounds = readBounds(schema, pointer, problems);
  const precision = schema["x-precision"];
  const scale = schema["x-scale"];
  if (precision === undefined && scale === undefined) {
    return { type: "double", ...bounds };
  }
  if (isDigitCount(precision, 1) && isDigitCount(scale, 0) && scale <= precision) {
    return { type: "decimal", precision, scale, ...bounds };
  }
  const message = `a decimal needs "x-precision" (1 to ${MAX_PRECISION} digits) and "x-scale" (0 to that many)`;
  problems.push({ code: "SCHEMA_DECIMAL", pointer, message });
  return { type: "double", ...bounds };
}

function isDigitCount(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= MAX_PRECISION;
}

/** The declared least and greatest value. */
function readBounds(schema: JsonObject, pointer: string, problems: SchemaProblem[]): Bounds {
  const bounds: { minimum?: number; maximum?: number } = {};
  for (const keyword of ["minimum", "maximum"] as const) {
    const bound = schema[keyword];
    if (typeof bound === "number") {
      bounds[keyword] = bound;
    } else if (bound !== undefined) {
      const message = `found ${JSON.stringify(bound)}; expected a number`;
      problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/${keyword}`, message });
    }
  }
  if (bounds.minimum !== undefined && bounds.maximum !== undefined && bounds.minimum > bounds.maximum) {
    const message = `the minimum ${bounds.minimum} is above the maximum ${bounds.maximum}`;
    problems.push({ code: "SCHEMA_KEYWORD_VALUE", pointer: `${pointer}/minimum`, message });
  }
  return bounds;
}
