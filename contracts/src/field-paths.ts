import type { Field } from "./feed.ts";

/** One field with its dotted path. The elements of an array share the array's path. */
export interface FieldAtPath {
  readonly path: string;
  readonly field: Field;
}

/** Every field, nested ones included, each with its path: "customer", "customer.email". */
export function listFieldPaths(fields: readonly Field[], parent = ""): readonly FieldAtPath[] {
  return fields.flatMap((field) => {
    const path = parent === "" ? field.name : `${parent}.${field.name}`;
    return [{ path, field }, ...listFieldPaths(innerFields(field), path)];
  });
}

function innerFields(field: Field): readonly Field[] {
  if (field.type === "object") {
    return field.fields;
  }
  return field.type === "array" ? innerFields(field.items) : [];
}
