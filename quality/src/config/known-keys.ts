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

/** The parts of a schema, by its kind: an object has `entries`, a list has an `item`, and the others wrap schemas. */
interface SchemaParts extends v.GenericSchema {
  readonly entries?: v.ObjectEntries;
  readonly item?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly pipe?: readonly (v.GenericSchema | v.GenericPipeAction)[];
  readonly options?: readonly (v.GenericSchema | string)[];
}

/** The schemas that are left when everything that only wraps others is taken away. */
function innermost(schema: v.GenericSchema): readonly SchemaParts[] {
  // The type of all schemas does not tell the parts of each kind.
  const parts: SchemaParts = schema;
  const { pipe, wrapped, options } = parts;
  const inner = pipe ?? (wrapped ? [wrapped] : options);
  if (inner === undefined) return [parts];
  return inner.flatMap((each) => (typeof each === "object" && each.kind === "schema" ? innermost(each) : []));
}
