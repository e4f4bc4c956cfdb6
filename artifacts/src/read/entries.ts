import type { PickedEntry, SectionPlan } from "../scan/skim.ts";
import { isObject, placeOf, wrongShape } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { EVERYTHING } from "./picks.ts";

/** Parses a section's entry by id; undefined where the whole section is null, as dbt 2 writes what it has nothing for. */
export function rawMember(
  section: string,
  { key, parts }: PickedEntry,
): readonly [RawObject, Place] | undefined {
  const value: unknown = JSON.parse(parts.json.toString());
  const parent = placeOf(section);
  if (key === "") {
    if (value === null) return undefined;
    throw wrongShape(value, parent, "an object with an entry for each id");
  }
  const place = placeOf(key, parent);
  if (!isObject(value)) throw wrongShape(value, place, "an object");
  return [value, place];
}

/** Parses an element of a section that is a list. */
export function rawElement(
  section: string,
  index: number,
  { key, parts }: PickedEntry,
): readonly [RawObject, Place] {
  const value: unknown = JSON.parse(parts.json.toString());
  const place = placeOf(String(index), placeOf(section));
  if (key !== "" || !isObject(value)) throw wrongShape(value, place, "a list of objects");
  return [value, place];
}

/** A section that is read as one value. */
export function wholeSection(onValue: (value: unknown) => void): SectionPlan {
  return {
    isWhole: true,
    pickFor: () => EVERYTHING,
    onEntry: ({ parts }) => onValue(JSON.parse(parts.json.toString())),
  };
}
