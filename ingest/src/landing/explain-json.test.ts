import { describe, expect, it } from "vitest";

import { explainJson } from "./explain-json.ts";

const explain = (text: string): readonly string[] =>
  explainJson(Buffer.from(text)).map(({ field, rule }) => `${rule} ${field}`);

describe("explainJson", () => {
  it("has nothing to say about plain JSON", () => {
    expect(explain('{"a":[1,{"a":2}],"b":{"a":"a"}}')).toEqual([]);
  });

  it("names a field that occurs twice, on any level, however it is written", () => {
    expect(explain('{"a":1,"a":2}')).toEqual(["duplicate_key a"]);
    expect(explain('{"a":1,"\\u0061":2}')).toEqual(["duplicate_key a"]);
    expect(explain('{"x":[{},{"y":{"k":1,"k":2}}]}')).toEqual(["duplicate_key x.1.y.k"]);
    expect(explain('{"__proto__":1,"__proto__":2}')).toEqual(["duplicate_key __proto__"]);
  });

  it("knows one name in two objects from a repeated one", () => {
    expect(explain('[{"a":1},{"a":2}]')).toEqual([]);
    expect(explain('{"a":{"a":1},"b":{"a":{"b":2}}}')).toEqual([]);
  });

  it("names a number that is not exact", () => {
    expect(explain('{"a":[0,1e999],"b":12345678901234567890123}')).toEqual([
      "inexact_number a.1",
      "inexact_number b",
    ]);
    expect(explain("1e999")).toEqual(["inexact_number "]);
  });

  it("cuts a name that the payload made very long", () => {
    const name = "n".repeat(1000);
    const [violation] = explainJson(Buffer.from(`{"${name}":1,"${name}":2}`));
    expect(violation?.field.length).toBeLessThan(100);
  });
});
