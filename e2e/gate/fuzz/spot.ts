import type { Random } from "./random.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** An artifact that is taken apart. */
export type Artifact = Record<string, JsonValue>;

/** A place in an artifact where a value can be put. */
export interface Spot {
  readonly path: string;
  readonly value: JsonValue;
  readonly set: (value: JsonValue) => void;
  readonly remove: () => void;
  /** Puts a member beside it, where it is a member. */
  readonly add: (key: string, value: JsonValue) => void;
}

/** A place at any depth: sections, resources and what is in them are all met often. */
export function randomSpot(artifact: Artifact, random: Random): Spot {
  let spot = memberOf(artifact, "", random);
  // Small sections, such as the metadata, are met as often as large ones.
  while (spot !== undefined && random.next() < 0.8) {
    const inner: Spot | undefined = isContainer(spot.value)
      ? memberOf(spot.value, spot.path, random)
      : undefined;
    if (inner === undefined) return spot;
    spot = inner;
  }
  if (spot === undefined) throw new Error("The artifact is empty.");
  return spot;
}

/** A place with a value of one kind; after some tries any place. */
export function spotWith(
  artifact: Artifact,
  random: Random,
  fits: (value: JsonValue, path: string) => boolean,
): Spot {
  for (let attempt = 0; attempt < 200; attempt++) {
    const spot = randomSpot(artifact, random);
    if (fits(spot.value, spot.path)) return spot;
  }
  return randomSpot(artifact, random);
}

function isContainer(value: JsonValue): value is JsonValue[] | Record<string, JsonValue> {
  return typeof value === "object" && value !== null;
}

function memberOf(
  holder: JsonValue[] | Record<string, JsonValue>,
  path: string,
  random: Random,
): Spot | undefined {
  if (Array.isArray(holder)) {
    if (holder.length === 0) return undefined;
    const index = random.below(holder.length);
    return {
      path: `${path}[${index}]`,
      value: holder[index] ?? null,
      set: (value) => void (holder[index] = value),
      remove: () => void holder.splice(index, 1),
      add: (_, value) => void holder.push(value),
    };
  }
  const keys = Object.keys(holder);
  if (keys.length === 0) return undefined;
  const key = random.pick(keys);
  const define = (name: string, value: JsonValue): void =>
    // An assignment to "__proto__" would make no member.
    void Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  return {
    path: `${path}.${key}`,
    value: holder[key] ?? null,
    set: (value) => define(key, value),
    remove: () => void delete holder[key],
    add: define,
  };
}
