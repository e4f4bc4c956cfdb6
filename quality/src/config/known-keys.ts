import type * as v from "valibot";

/** The keys that a schema knows at a path: of the objects there, through lists and alternatives. */
export function knownKeys(schema: v.GenericSchema, path: readonly PropertyKey[]): readonly string[] {
  let places = innermost(schema);
  for (const step of path) {
    places = places
      .flatMap(({ entries, item }) => (typeof step === "number" ? item : entries?.[String(step)]) ?? [])
      .flatMap(innermost);
  }
  return places.flatMap(({ entries = {} }) => Object.keys(entries));
}

/** What a schema has, by its kind: an object entries, a list its item; the others are around one schema or several. */
interface SchemaParts extends v.GenericSchema {
  readonly entries?: v.ObjectEntries;
  readonly item?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly pipe?: readonly (v.GenericSchema | v.GenericPipeAction)[];
  readonly options?: readonly (v.GenericSchema | string)[];
}

/** The schemas within all that are only around others. */
function innermost(schema: v.GenericSchema): readonly SchemaParts[] {
  // The general type does not say what the kinds of schemas have.
  const parts: SchemaParts = schema;
  const { pipe, wrapped, options } = parts;
  const inner = pipe ?? (wrapped ? [wrapped] : options);
  if (inner === undefined) return [parts];
  return inner.flatMap((each) => (typeof each === "object" && each.kind === "schema" ? innermost(each) : []));
}
