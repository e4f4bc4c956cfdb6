import { assert, dictionary, jsonValue, property, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";

import { rawMembers } from "./raw-members.ts";

describe("rawMembers", () => {
  it("keeps each value as it is written", () => {
    expect(rawMembers('{"a":1.0,"b":"x,\\"}","c":{"d":[1,{"e":"]"}]},"f":null}')).toEqual(
      new Map([
        ["a", "1.0"],
        ["b", '"x,\\"}"'],
        ["c", '{"d":[1,{"e":"]"}]}'],
        ["f", "null"],
      ]),
    );
  });

  it("keeps a repeated name inside a value, and drops spaces around it", () => {
    expect(rawMembers('{"value": {"a":1, "a":2} ,"errors":[]}').get("value")).toBe('{"a":1, "a":2}');
  });

  it("finds nothing in an empty object", () => {
    expect(rawMembers("{}").size).toBe(0);
  });

  it("finds what JSON.parse finds, for any object", () => {
    assert(
      property(dictionary(stringMatching(/^[a-z]{1,5}$/), jsonValue()), (object) => {
        const members = rawMembers(JSON.stringify(object));
        const parsed = Object.fromEntries([...members].map(([name, text]) => [name, JSON.parse(text)]));
        expect(parsed).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});
