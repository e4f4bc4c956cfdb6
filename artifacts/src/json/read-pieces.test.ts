import {
  array,
  assert,
  constantFrom,
  dictionary,
  double,
  jsonValue,
  nat,
  oneof,
  property,
  record,
  string,
  tuple,
} from "fast-check";
import { describe, expect, it } from "vitest";

import { memorySource, type ByteSource } from "./byte-source.ts";
import { CONTINUED, NotJsonError, readPieces, type Piece, type PieceOptions } from "./read-pieces.ts";

/** So small that every artifact is cut as often as it can be, and the window slides all the time. */
const sizes = { pieceBytes: 8, windowBytes: 16, uncutBytes: 1 << 20 };

function piecesOf(text: string | Buffer, options: PieceOptions = {}): readonly Piece[] {
  const pieces: Piece[] = [];
  readPieces(memorySource(Buffer.from(text)), (piece) => pieces.push(piece), { sizes, ...options });
  return pieces;
}

/** What the pieces hold together, as one object. */
function joined(text: string, options: PieceOptions = {}): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  let section = "";
  for (const { members = {} } of piecesOf(text, options)) {
    for (const [key, value] of Object.entries(members)) {
      if (key !== CONTINUED) section = key;
      const before = key === CONTINUED ? whole[section] : undefined;
      whole[section] =
        Array.isArray(before) && Array.isArray(value)
          ? [...before, ...value]
          : before === undefined
            ? value
            : { ...Object(before), ...Object(value) };
    }
  }
  return whole;
}

const id = tuple(constantFrom("model.shop.", "test.shop.", "column", ""), string()).map((parts) =>
  parts.join(""),
);
const entry = dictionary(id, jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
const anySection = oneof(
  dictionary(id, entry, { noNullPrototype: true }),
  dictionary(id, array(id), { noNullPrototype: true }),
  array(record({ unique_id: string(), timing: array(double({ noNaN: true })) })),
  jsonValue({ maxDepth: 1 }),
);
const artifact = dictionary(constantFrom("nodes", "results", "sources", "macros", "parent_map"), anySection, {
  noNullPrototype: true,
}).map((value) => JSON.stringify(value));

describe("readPieces", () => {
  it.each([false, true])("gives all that JSON.parse gives, in whatever pieces (aligned: %s)", (isAligned) => {
    assert(
      property(artifact, (text) => {
        expect(JSON.stringify(joined(text, { isAligned }))).toBe(text);
      }),
    );
  });

  it("finds every end that comes too early", () => {
    assert(
      property(artifact, nat(), (text, seed) => {
        const cut = seed % text.length;
        expect(() => joined(text.slice(0, cut))).toThrow(NotJsonError);
      }),
    );
  });

  it("takes maps of lists apart, and the nodes behind them", () => {
    const ids = Array.from({ length: 20 }, (_, number) => `model.shop.m${number}`);
    const lists = Object.fromEntries(ids.map((key) => [key, ids.slice(0, 3)]));
    const nodes = Object.fromEntries(ids.map((key) => [key, { name: key }]));
    const text = JSON.stringify({ parent_map: lists, nodes, child_map: lists });
    expect(Math.max(...piecesOf(text).map((piece) => piece.text.length))).toBeLessThan(200);
    expect(JSON.stringify(joined(text))).toBe(text);
  });

  it("skips a byte order mark and counts it in positions", () => {
    expect(joined('\uFEFF{"nodes":{}}')).toEqual({ nodes: {} });
    expect(() => joined('\uFEFF{"nodes":{}')).toThrow(expect.objectContaining({ position: 14 }));
  });

  it("says where bytes are no UTF-8", () => {
    const bytes = Buffer.from([0x7b, 0xff]);
    expect(() => piecesOf(bytes)).toThrow(new NotJsonError(0, "it is not UTF-8"));
  });

  it("gives up where a text goes on and on", () => {
    const endless: ByteSource = {
      read: (target, offset) => target.fill(0, offset).length - offset,
      close() {},
    };
    expect(() => readPieces(endless, () => {}, { sizes: { ...sizes, uncutBytes: 4_096 } })).toThrow(
      "no part of it ends within 4096 bytes",
    );
  });

  it("does not parse what is known", () => {
    const text = JSON.stringify({
      nodes: { "model.shop.a": { n: 1 }, "model.shop.b": { n: 2 }, "model.shop.c": { n: 3 } },
    });
    const isKnown = (piece: string): boolean => piece.includes("model.shop.b");
    expect(joined(text, { isKnown })).toEqual({
      nodes: { "model.shop.a": { n: 1 }, "model.shop.c": { n: 3 } },
    });
  });

  it("cuts equal artifacts alike behind a difference, if aligned", () => {
    const node = (number: number) => [`model.shop.m${number}`, { raw_code: "select 1".repeat(30) }] as const;
    const textOf = (first: string) =>
      JSON.stringify({
        nodes: Object.fromEntries([[first, { a: 1 }], ...Array.from({ length: 400 }, (_, n) => node(n))]),
      });
    const larger = { pieceBytes: 4_000, windowBytes: 20_000, uncutBytes: 1 << 20 };
    const texts = (artifactText: string) =>
      piecesOf(artifactText, { sizes: larger, isAligned: true }).map((piece) => piece.text);
    const before = new Set(texts(textOf("model.shop.a")));
    const after = texts(textOf("model.shop.with_a_longer_name"));
    expect(after.filter((text) => before.has(text)).length).toBeGreaterThan(after.length / 2);
  });
});
