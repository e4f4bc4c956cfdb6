import type { Place, RawObject } from "./fields.ts";
import { isObject, placeOf, wrongShape } from "./fields.ts";

/** What to do with a section, which is a member of an artifact's top level. */
export interface SectionReader {
  /**
   * A member of the section, with its key; "" for a list's element and for a section that is a single value. Gives what
   * it was read as; undefined for nothing that another artifact could share.
   */
  onEntry(key: string, value: unknown): unknown;
  /** Takes over what `onEntry` of the same section gave for an equal entry of another artifact. */
  onShared?(key: string, product: unknown): void;
  /** The section begins (again: JSON allows a key twice, and the last one holds). */
  onStart?(): void;
}

/** A section that has an object for each id. */
export function idReader<T>(
  section: string,
  onEntry: (id: string, raw: RawObject, place: Place) => T,
  onShared?: (id: string, product: T) => void,
): SectionReader {
  const parent = placeOf(section);
  return {
    // What is shared came out of `onEntry` below.
    ...(onShared && { onShared: (id: string, product: unknown) => onShared(id, product as T) }),
    onEntry(id, value) {
      if (id === "") throw wrongShape(value, parent, "an object with an entry for each id");
      const place = placeOf(id, parent);
      if (!isObject(value)) throw wrongShape(value, place, "an object");
      return onEntry(id, value, place);
    },
  };
}

/** A section that is a list of objects. */
export function listReader<T>(
  section: string,
  list: T[],
  read: (raw: RawObject, place: Place) => T,
): SectionReader {
  const parent = placeOf(section);
  return {
    onEntry(key, value) {
      if (key !== "") throw wrongShape(value, parent, "a list");
      const place = placeOf(String(list.length), parent);
      if (!isObject(value)) throw wrongShape(value, place, "an object");
      list.push(read(value, place));
    },
    onStart: () => list.splice(0),
  };
}

/** Collects a section's members. */
export function entriesReader(entries: Map<string, unknown>): SectionReader {
  return { onEntry: (key, value) => entries.set(key, value), onStart: () => entries.clear() };
}
