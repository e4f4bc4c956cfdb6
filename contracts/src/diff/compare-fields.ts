import type { Field, ScalarField } from "../feed.ts";
import type { Change, FindingCode } from "./finding.ts";

const INT32_DIGITS = 10;

/**
 * The changes from one version's fields to a later version's. A change is breaking when an event that the
 * earlier version accepts is refused by the later one, or when a column goes away or changes its type: events of
 * every version stay in Bronze and are read again.
 * Unknown fields always pass, so a new optional field is compatible.
 */
export function compareFields(
  before: readonly Field[],
  after: readonly Field[],
  kind: "stream" | "batch",
  parent = "",
): readonly Change[] {
  const pathOf = (field: Field): string => (parent === "" ? field.name : `${parent}.${field.name}`);
  const afterByName = new Map(after.map((field) => [field.name, field]));
  const namesBefore = new Set(before.map((field) => field.name));
  return [
    ...before.flatMap((field) => {
      const later = afterByName.get(field.name);
      return later === undefined
        ? [
            breaking(
              "FIELD_REMOVED",
              pathOf(field),
              "is gone: its column disappears, and models that select it fail",
            ),
          ]
        : compareField(field, later, kind, pathOf(field));
    }),
    ...after
      .filter((field) => !namesBefore.has(field.name))
      .map((field) => addedField(field, kind, pathOf(field))),
  ];
}

function addedField(field: Field, kind: "stream" | "batch", path: string): Change {
  // A batch row of an earlier version lacks the field, which staging reads as null.
  const isOptional = !field.required || (kind === "batch" && field.nullable);
  return isOptional
    ? compatible("FIELD_ADDED", path, "is new and may be missing")
    : breaking("FIELD_ADDED", path, "is new and required: earlier events lack it");
}

function compareField(
  before: Field,
  after: Field,
  kind: "stream" | "batch",
  path: string,
): readonly Change[] {
  return [
    ...comparePresence(before, after, path),
    ...compareType(before, after, kind, path),
    ...compareBounds(before, after, path),
    ...(isText(before) && isText(after) ? compareTexts(before, after, path) : []),
    ...(before.sourceColumn === after.sourceColumn
      ? []
      : [
          compatible(
            "SOURCE_COLUMN_CHANGED",
            path,
            `comes from the column ${show(after.sourceColumn)}, formerly ${show(before.sourceColumn)}`,
          ),
        ]),
  ];
}

function comparePresence(before: Field, after: Field, path: string): readonly Change[] {
  const changes: Change[] = [];
  if (before.required !== after.required) {
    changes.push(
      after.required
        ? breaking("FIELD_REQUIRED", path, "is required now: earlier events may lack it")
        : compatible("FIELD_OPTIONAL", path, "may be missing now"),
    );
  }
  if (before.nullable !== after.nullable) {
    changes.push(
      after.nullable
        ? compatible("NULL_ALLOWED", path, "may be null now")
        : breaking("NULL_REFUSED", path, "must not be null now: earlier events may hold null"),
    );
  }
  return changes;
}

function compareType(before: Field, after: Field, kind: "stream" | "batch", path: string): readonly Change[] {
  if (before.type === "object" && after.type === "object") {
    return compareFields(before.fields, after.fields, kind, path);
  }
  if (before.type === "array" && after.type === "array") {
    return compareField(before.items, after.items, kind, `${path}[]`);
  }
  const [from, to] = [typeName(before), typeName(after)];
  if (from === to) {
    return [];
  }
  return isWidened(before, after)
    ? [compatible("TYPE_WIDENED", path, `is ${to} now, formerly ${from}: every earlier value fits`)]
    : [breaking("TYPE_CHANGED", path, `is ${to} now, formerly ${from}`)];
}

/** Whether every value of the earlier type is a value of the later one, exactly. */
function isWidened(before: Field, after: Field): boolean {
  if (before.type === "decimal" && after.type === "decimal") {
    const hasRoomBeforePoint = after.precision - after.scale >= before.precision - before.scale;
    return hasRoomBeforePoint && after.scale >= before.scale;
  }
  if (before.type !== "int32") {
    return false;
  }
  return (
    after.type === "int64" ||
    after.type === "double" ||
    (after.type === "decimal" && after.precision - after.scale >= INT32_DIGITS)
  );
}

function typeName(field: Field): string {
  return field.type === "decimal" ? `decimal(${field.precision}, ${field.scale})` : field.type;
}

function compareBounds(before: Field, after: Field, path: string): readonly Change[] {
  const [from, to] = [boundsOf(before), boundsOf(after)];
  const text = `must lie within ${showBounds(to)} now, formerly within ${showBounds(from)}`;
  if (to.minimum > from.minimum || to.maximum < from.maximum) {
    return [breaking("BOUNDS_NARROWED", path, text)];
  }
  const isWider = to.minimum < from.minimum || to.maximum > from.maximum;
  return isWider ? [compatible("BOUNDS_WIDENED", path, text)] : [];
}

function boundsOf(field: Field): { readonly minimum: number; readonly maximum: number } {
  const { minimum = -Infinity, maximum = Infinity } = "minimum" in field || "maximum" in field ? field : {};
  return { minimum, maximum };
}

function showBounds({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }): string {
  return `${minimum === -Infinity ? "any" : minimum} to ${maximum === Infinity ? "any" : maximum}`;
}

function isText(field: Field): field is ScalarField {
  return field.type === "string" || field.type === "date" || field.type === "timestamp";
}

function compareTexts(before: ScalarField, after: ScalarField, path: string): readonly Change[] {
  return [
    ...compareAllowedValues(before, after, path),
    ...comparePatterns(before.pattern, after.pattern, path),
  ];
}

function compareAllowedValues(before: ScalarField, after: ScalarField, path: string): readonly Change[] {
  const [from, to] = [before.allowedValues, after.allowedValues];
  if (to === undefined) {
    return from === undefined ? [] : [compatible("VALUES_WIDENED", path, "may be any text now")];
  }
  if (from === undefined) {
    return [breaking("VALUES_NARROWED", path, `must be one of ${to.join(", ")} now, formerly any text`)];
  }
  const gone = from.filter((value) => !to.includes(value));
  const added = to.filter((value) => !from.includes(value));
  return [
    ...(gone.length > 0
      ? [breaking("VALUES_NARROWED", path, `must not be ${gone.join(", ")} any more`)]
      : []),
    ...(added.length > 0 ? [compatible("VALUES_WIDENED", path, `may also be ${added.join(", ")} now`)] : []),
  ];
}

function comparePatterns(
  before: string | undefined,
  after: string | undefined,
  path: string,
): readonly Change[] {
  if (before === after) {
    return [];
  }
  return after === undefined
    ? [compatible("PATTERN_REMOVED", path, "no longer needs to match a pattern")]
    : [
        breaking(
          "PATTERN_CHANGED",
          path,
          `must match ${after} now, formerly ${before ?? "any text"}: nobody can tell whether earlier texts do`,
        ),
      ];
}

function show(name: string | undefined): string {
  return name === undefined ? "none" : `"${name}"`;
}

function breaking(code: FindingCode, subject: string, message: string): Change {
  return { level: "breaking", code, subject, message };
}

function compatible(code: FindingCode, subject: string, message: string): Change {
  return { level: "compatible", code, subject, message };
}
