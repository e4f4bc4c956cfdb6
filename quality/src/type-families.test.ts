import { describe, expect, it } from "vitest";

import { typeFamily } from "./type-families.ts";

describe("typeFamily", () => {
  it.each([
    ["string", "TEXT"],
    ["varchar(16)", "CHARACTER VARYING"],
    ["integer", "NUMBER(38,0)"],
    ["numeric", "DECIMAL(18, 3)"],
    ["double", "FLOAT8"],
    ["bool", "BOOLEAN"],
    ["timestamp", "TIMESTAMP_NTZ(9)"],
    ["timestamptz", "TIMESTAMP WITH TIME ZONE"],
    ["variant", "json"],
    ["bytes", "BLOB"],
    ["geography", "GEOGRAPHY"],
  ])("takes %s and %s for one kind", (declared, reported) => {
    expect(typeFamily(declared)).toBe(typeFamily(reported));
  });

  it("tells the kinds apart", () => {
    const kinds = ["text", "int", "float", "bool", "date", "time", "timestamp", "json", "bytes", "geography"];
    expect(new Set(kinds.map(typeFamily)).size).toBe(kinds.length);
  });
});
