import type { Field } from "@headwater/contracts";

type FindUnknown = (value: unknown, path: string) => readonly string[];

/**
 * A function that lists the fields of an event which its contract does not name, nested ones by their dotted path.
 * They pass, and are counted. The elements of an array share the array's path.
 */
export function compileUnknownFields(fields: readonly Field[]): (event: unknown) => readonly string[] {
  const find = inObject(fields);
  return (event) => find(event, "");
}

function inObject(fields: readonly Field[]): FindUnknown {
  const known = new Set(fields.map((field) => field.name));
  const nested = fields.flatMap((field) => {
    const find = inField(field);
    return find ? [{ name: field.name, find }] : [];
  });
  return (value, path) => {
    if (!isObject(value)) return [];
    const unknown = Object.keys(value).filter((name) => !known.has(name));
    const names = path === "" ? unknown : unknown.map((name) => `${path}.${name}`);
    if (nested.length === 0) return names;
    const inner = nested.flatMap(({ name, find }) =>
      find(Object.hasOwn(value, name) ? value[name] : undefined, path === "" ? name : `${path}.${name}`),
    );
    return [...new Set([...names, ...inner])];
  };
}

function inField(field: Field): FindUnknown | undefined {
  if (field.type === "object") return inObject(field.fields);
  if (field.type !== "array") return undefined;
  const find = inField(field.items);
  return find && ((value, path) => (Array.isArray(value) ? value.flatMap((item) => find(item, path)) : []));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
