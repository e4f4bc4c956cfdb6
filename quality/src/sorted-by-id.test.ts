import { describe, expect, it } from "vitest";

import { sortedById } from "./sorted-by-id.ts";

describe("sortedById", () => {
  it("sorts by id and leaves the list itself as it is", () => {
    const things = ["c", "a", "b"].map((uniqueId) => ({ uniqueId }));
    expect(sortedById(things).map((thing) => thing.uniqueId)).toEqual(["a", "b", "c"]);
    expect(things[0]?.uniqueId).toBe("c");
  });
});
