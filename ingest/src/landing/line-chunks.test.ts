import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";

import { FreeChunks } from "./free-chunks.ts";
import { LineChunks } from "./line-chunks.ts";

const textOf = (lines: LineChunks): string => Buffer.concat(lines.parts()).toString();

/** A line of about a length, partly text and partly bytes. */
function append(lines: LineChunks, offset: number, length: number, filler: string): string {
  const before = `{"offset":${offset},"value":"`;
  const value = Buffer.from(filler.repeat(length));
  lines.text(before);
  lines.bytes(value);
  lines.text('"}\n');
  return `${before}${value.toString()}"}\n`;
}

describe("LineChunks", () => {
  it("gives back what was appended, whatever the lengths, and without the lines below an offset", () => {
    const appended = array(tuple(integer({ min: 0, max: 40_000 }), constantFrom("a", "ü")), {
      maxLength: 12,
    });
    const free = new FreeChunks(1_000_000);
    assert(
      property(appended, integer({ min: 0, max: 30 }), (values, from) => {
        const lines = new LineChunks(free);
        const texts = values.map(([length, filler], index) => append(lines, index * 3, length, filler));
        expect(textOf(lines) === texts.join("")).toBe(true);
        expect(lines.sizeBytes).toBe(Buffer.byteLength(texts.join("")));
        const kept = texts.filter((_, index) => index * 3 >= from);
        expect(lines.dropBelow(from)).toBe(texts.length - kept.length);
        kept.push(append(lines, 1_000, 10, "z"));
        expect(textOf(lines) === kept.join("")).toBe(true);
        lines.release();
        expect(lines.sizeBytes).toBe(0);
      }),
    );
  });

  it("knows offsets up to the largest", () => {
    const lines = new LineChunks();
    lines.text('{"offset":9007199254740990}\n{"offset":9007199254740991}\n');
    expect(lines.dropBelow(9_007_199_254_740_991)).toBe(1);
    expect(textOf(lines)).toBe('{"offset":9007199254740991}\n');
  });

  it("takes little memory for few lines, and its memory serves the next lines", () => {
    const free = new FreeChunks(1_000_000);
    const lines = new LineChunks(free);
    append(lines, 0, 10, "a");
    const [part] = lines.parts();
    expect(part?.buffer.byteLength).toBe(32 * 1024);
    lines.release();
    const next = new LineChunks(free);
    append(next, 1, 10, "b");
    expect(next.parts()[0]?.buffer).toBe(part?.buffer);
  });
});

describe("FreeChunks", () => {
  it("keeps no more than it may", () => {
    const free = new FreeChunks(100);
    const chunks = [Buffer.alloc(60), Buffer.alloc(60)];
    for (const chunk of chunks) free.give(chunk);
    expect(free.take(60)).toBe(chunks[0]);
    expect(free.take(60)).not.toBe(chunks[1]);
    expect(free.take(50)).toHaveLength(50);
  });
});
