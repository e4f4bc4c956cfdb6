import { describe, expect, it } from "vitest";

import { isExactNumber, scanJson } from "./scan-json.ts";

const scan = (text: string): ReturnType<typeof scanJson> => scanJson(Buffer.from(text));

describe("scanJson", () => {
  it("counts names and levels, and is not misled by what stands inside strings", () => {
    expect(scan('{"a:{[":"}\\"]:","b":[{"c":[]}]}')).toMatchObject({ members: 3, depth: 4 });
    expect(scan('"a:b"')).toMatchObject({ members: 0, depth: 0 });
  });

  it("sees line breaks between tokens, and none in an escape", () => {
    expect(scan('{"a":1}').hasLineBreaks).toBe(false);
    expect(scan('{"a":"x\\n\\r"}').hasLineBreaks).toBe(false);
    expect(scan('{\n"a":1}').hasLineBreaks).toBe(true);
    expect(scan('{"a":1}\r').hasLineBreaks).toBe(true);
  });

  it.each([
    ['"\\ud83d\\ude00"', false],
    ['"\\uD83D\\uDE00 \\u00e9 \\\\ud800"', false],
    ['"\\ud83d"', true],
    ['"\\ude00"', true],
    ['"\\ud83d\\ud83d\\ude00"', true],
    ['"\\ud83dx\\ude00"', true],
    ['{"\\udfff":1}', true],
    ['"\\\\\\ud800"', true],
  ])("in %s a lone surrogate is there: %s", (text, isThere) => {
    expect(scan(text).hasLoneSurrogate).toBe(isThere);
  });

  it("looks at every number", () => {
    expect(scan('[1,-2.5,{"a":0.1}]').hasInexactNumber).toBe(false);
    expect(scan('[1,{"a":1e999}]').hasInexactNumber).toBe(true);
  });
});

describe("isExactNumber", () => {
  it.each([
    "0",
    "-0",
    "-17",
    "1.50",
    "9223372036854775807",
    "-9223372036854775808",
    "0.30000000000000004",
    "40.712776000000001".slice(0, 17),
    "1e2",
    "1.7976931348623157e308",
    "5e-324",
    "100000000000000000000",
    "0.000000000000000000000001",
    "1000000000000000.50",
  ])("%s is the same in every engine", (token) => {
    expect(isExactNumber(token)).toBe(true);
  });

  it.each([
    "9223372036854775809",
    "-9223372036854775809",
    "12345678901234567890123",
    "0.1000000000000000055511151231257827",
    "1e309",
    "-1e400",
    "1e-400",
    "123456789012345.6789",
  ])("%s is not", (token) => {
    expect(isExactNumber(token)).toBe(false);
  });
});
