import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { loadFeeds, type StreamFeed } from "@headwater/contracts";
import { array, assert, constantFrom, integer, oneof, property, tuple, type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";

import { arbitrarySchema, arbitraryValue, feedOf } from "../../testing/arbitrary-contract.ts";
import { exampleEvent, exampleFeed } from "../../testing/example-feed.ts";
import { compileJudge, type Judgement } from "../prepare-payload.ts";
import { compileAcceptor, type Acceptor } from "./compile-acceptor.ts";

const contracts = join(import.meta.dirname, "../../../../contracts");
const neverSure: Acceptor = { accepts: () => false, learn: () => undefined };
const maxBytes = 1_000_000;
const maxDepth = 64;

const compactStyle = (value: unknown): string => JSON.stringify(value);
const pythonStyle = (value: unknown): string =>
  JSON.stringify(value, undefined, 1)
    .replaceAll(/\n */g, " ")
    .replaceAll(/([[{]) | (?=[\]}])/g, "$1");
const styles = [compactStyle, pythonStyle, (value: unknown) => JSON.stringify(value, undefined, 2)];

/** A change of a text at some place: a few characters are taken out, and others put in. */
const change = tuple(
  integer({ min: 0, max: 10_000 }),
  integer({ min: 0, max: 3 }),
  constantFrom(
    ...'"\\{}[],:019-.eE \n\t'.split(""),
    "",
    "null",
    '"a":1,',
    "\\u00e4",
    "\\ud800",
    "12345678901234567.8",
    "ä",
  ),
);

/** How events of a feed are written, well or badly. */
function writtenEvents(feed: StreamFeed): Arbitrary<string> {
  const changes = oneof(array(change, { maxLength: 0 }), array(change, { minLength: 1, maxLength: 2 }));
  return tuple(arbitraryValue(feed.schema), constantFrom(...styles), changes).map(([value, style, edits]) =>
    edits.reduce((text, [place, removed, added]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + added + text.slice(at + removed);
    }, style(value)),
  );
}

describe("compileAcceptor", () => {
  it("accepts nothing about which the judge has anything to say", () => {
    let accepted = 0;
    const feedWithEvents = arbitrarySchema.map(feedOf).chain((feed) =>
      tuple(array(writtenEvents(feed), { minLength: 20, maxLength: 40, size: "max" })).map(([texts]) => ({
        feed,
        texts,
      })),
    );
    assert(
      property(feedWithEvents, ({ feed, texts }) => {
        const acceptor = compileAcceptor(feed, maxDepth);
        const judge = compileJudge(feed, maxBytes, { ...neverSure, learn: (value) => acceptor.learn(value) });
        for (const [index, text] of texts.entries()) {
          const payload = Buffer.from(text);
          // In some, one byte is that of Latin-1.
          if (index % 8 === 0) payload[(index * 7919) % payload.length] = 0xe9;
          const judgement = judge(payload);
          if (!acceptor.accepts(payload)) continue;
          accepted++;
          expect(judgement).toEqual({ value: payload, errors: [], unknownFields: [] });
        }
      }),
      { numRuns: 100 },
    );
    // Otherwise nothing would have been tested.
    expect(accepted).toBeGreaterThan(100);
  });

  it("accepts the valid examples of every stream's contract that have no unknown fields", async () => {
    const streams = (await loadFeeds(contracts)).filter((feed) => feed.kind === "stream");
    expect(streams.length).toBeGreaterThan(0);
    for (const feed of streams) {
      const acceptor = compileAcceptor(feed, maxDepth);
      const judge = compileJudge(feed, maxBytes, neverSure);
      const examples = await readFile(join(contracts, feed.name, "examples/valid.json"), "utf8");
      const clean = (JSON.parse(examples) as readonly unknown[]).filter((example) =>
        isClean(judge(Buffer.from(JSON.stringify(example)))),
      );
      expect(clean.length).toBeGreaterThan(0);
      for (const style of [compactStyle, pythonStyle]) {
        const texts = clean.map((each) => style(each));
        expect(texts.filter((text) => !acceptor.accepts(Buffer.from(text)))).toEqual([]);
      }
    }
  });

  it("accepts texts of any language, and no bytes that are not UTF-8", () => {
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const acceptor = compileAcceptor({ schema }, maxDepth);
    expect(acceptor.accepts(Buffer.from('{"a":"größe 東京"}'))).toBe(true);
    expect(acceptor.accepts(Buffer.from('{"a":"größe"}', "latin1"))).toBe(false);
  });

  it("learns in which order a producer writes the members", () => {
    const acceptor = compileAcceptor(exampleFeed, maxDepth);
    const other = { level: 3, read_at: "2024-05-01T00:00:00Z", id: "a" };
    const accepts = (value: unknown): boolean => acceptor.accepts(Buffer.from(JSON.stringify(value)));
    expect(accepts(other)).toBe(false);
    acceptor.learn(other);
    expect(accepts(other)).toBe(true);
    expect(accepts({ read_at: other.read_at, id: "b" })).toBe(true);
    expect(accepts({ id: "a", read_at: other.read_at })).toBe(false);
  });

  it("is shown clean payloads by the judge, until it knows them", () => {
    const judge = compileJudge(exampleFeed, maxBytes, {
      accepts: () => false,
      learn: (value) => shown.push(value),
    });
    const shown: unknown[] = [];
    for (const text of [
      exampleEvent("a"),
      '{"id":1}',
      "not JSON",
      '{\n"id":"a","read_at":"2024-05-01T00:00:00Z"}',
    ])
      judge(Buffer.from(text));
    expect(shown).toEqual([JSON.parse(exampleEvent("a"))]);
  });

  it.each([
    ["a double of 17 digits", "40.71277600000001", true],
    ["more digits than a double has", "40.712776000000012345", false],
    ["a trailing zero", "1.50", true],
    ["an exponent", "1e3", false],
  ])("knows %s in an object", (_, number, isAccepted) => {
    const schema = {
      type: "object",
      properties: { a: { type: "number" }, b: { type: "array", items: { type: "number" } } },
    };
    const acceptor = compileAcceptor({ schema }, maxDepth);
    expect(acceptor.accepts(Buffer.from(`{"a":${number}}`))).toBe(isAccepted);
    expect(acceptor.accepts(Buffer.from(`{"b":[${number}]}`))).toBe(isAccepted && number.length < 16);
  });

  it("is not sure of anything where a contract has very many fields", () => {
    const dates = (count: number): object => ({
      type: "object",
      properties: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`d_${index}`, { type: "string", format: "date-time" }]),
      ),
    });
    const payload = Buffer.from('{"d_0":"2024-02-29T00:00:00Z"}');
    expect(compileAcceptor({ schema: { ...dates(50) } }, maxDepth).accepts(payload)).toBe(true);
    expect(compileAcceptor({ schema: { ...dates(150) } }, maxDepth).accepts(payload)).toBe(false);
  });

  it("is not sure of large payloads and of contracts nested too deep", () => {
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const large = Buffer.from(JSON.stringify({ a: "x".repeat(300_000) }));
    expect(compileAcceptor({ schema }, maxDepth).accepts(large)).toBe(false);
    expect(compileAcceptor({ schema }, 0).accepts(Buffer.from("{}"))).toBe(false);
  });

  it.each([
    ["a keyword that it does not know", { type: "string", minLength: 2 }],
    ["two types", { type: ["string", "integer"] }],
    ["two rules for one text", { type: "string", format: "date", enum: ["ab"] }],
    ["a pattern that it cannot confine", { type: "string", pattern: String.raw`\p{L}` }],
    ["null as the only choice", { type: ["string", "null"], enum: [null] }],
  ])("is never sure of %s", (_, a) => {
    const acceptor = compileAcceptor({ schema: { type: "object", properties: { a } } }, maxDepth);
    expect(acceptor.accepts(Buffer.from('{"a":"ab"}'))).toBe(false);
    expect(acceptor.accepts(Buffer.from('{"a":}'))).toBe(false);
  });

  it("copes with the most that a payload of its size can hold", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "array", items: { type: "integer" } } },
    };
    const acceptor = compileAcceptor({ schema }, maxDepth);
    expect(acceptor.accepts(Buffer.from(`{"a":"${String.raw`\n`.repeat(130_000)}"}`))).toBe(true);
    expect(acceptor.accepts(Buffer.from(`{"b":[${"1,".repeat(130_000)}1]}`))).toBe(true);
    expect(acceptor.accepts(Buffer.from(`{"b":[${"1,".repeat(130_000)}x]}`))).toBe(false);
  });
});

function isClean(judgement: Judgement): boolean {
  return judgement.deadReason === undefined && judgement.errors.length + judgement.unknownFields.length === 0;
}
