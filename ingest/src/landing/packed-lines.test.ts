import { describe, expect, it } from "vitest";

import { joinLines, linesFrom, sizeOfLines, type PackedLines } from "./packed-lines.ts";

const clean = { isViolating: false, unknownFields: [] };
const dead = { reason: "not_json", line: Buffer.from("12345") } as const;
const lines: PackedLines = {
  bytes: Buffer.from('{"offset":3,"value":"4"}\n{"offset":10,"value":1}\n{"offset":9007199254740991}\n'),
  count: 3,
  remarks: [
    { ...clean, offset: 3, unknownFields: ["a"] },
    { ...clean, offset: 7, dead },
  ],
};
const textOf = ({ bytes }: PackedLines): string => Buffer.from(bytes).toString();

describe("linesFrom", () => {
  it("keeps everything when nothing lies below the offset", () => {
    expect(textOf(linesFrom(lines, 3))).toBe(textOf(lines));
    expect(linesFrom(lines, 0)).toMatchObject({ count: 3, remarks: lines.remarks });
  });

  it("drops lines and remarks below the offset", () => {
    const rest = linesFrom(lines, 4);
    expect(textOf(rest)).toBe('{"offset":10,"value":1}\n{"offset":9007199254740991}\n');
    expect(rest).toMatchObject({ count: 2, remarks: [{ offset: 7 }] });
    expect(linesFrom(lines, 9007199254740991)).toMatchObject({ count: 1, remarks: [] });
  });

  it("may leave nothing", () => {
    expect(linesFrom(lines, 9007199254740992)).toMatchObject({ bytes: new Uint8Array(0), count: 0 });
  });

  it("does not hold the memory of what it dropped", () => {
    expect(linesFrom(lines, 10).bytes.buffer.byteLength).toBeLessThan(lines.bytes.byteLength);
  });
});

it("joins lines in order", () => {
  const joined = joinLines([linesFrom(lines, 10), lines]);
  expect(textOf(joined)).toBe(textOf(linesFrom(lines, 10)) + textOf(lines));
  expect(joined).toMatchObject({ count: 5, remarks: lines.remarks });
});

it("counts the bytes of lines and of dead letters", () => {
  expect(sizeOfLines(lines)).toBe(lines.bytes.byteLength + 5);
});
