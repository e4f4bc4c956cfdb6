import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { exampleEvent, exampleFeed } from "../testing/example-feed.ts";
import { compileJudge } from "./prepare-payload.ts";

const judge = compileJudge(exampleFeed, 1000);
const judgeText = (text: string): ReturnType<typeof judge> => judge(Buffer.from(text));
const event = (more: string): string => `{"id":"a","read_at":"2024-05-01T00:00:00Z"${more}}`;

describe("compileJudge", () => {
  it("lands an event that keeps its contract with the very bytes of its payload", () => {
    const payload = Buffer.from(exampleEvent("a", 3));
    expect(judge(payload)).toEqual({ value: payload, errors: [], unknownFields: [] });
  });

  it("lands a tombstone", () => {
    expect(judge(null)).toEqual({ value: null, errors: [], unknownFields: [] });
  });

  it.each([
    ["an empty payload", Buffer.alloc(0), "not_json"],
    ["a truncated line", Buffer.from('{"id":"a","read'), "not_json"],
    ["two values", Buffer.from("{} {}"), "not_json"],
    ["a byte order mark", Buffer.from("\ufeff{}"), "not_json"],
    ["a raw line break inside a string", Buffer.from('"a\nb"'), "not_json"],
    ["Latin-1", Buffer.from([0x22, 0xe9, 0x22]), "not_utf8"],
    ["a surrogate encoded as UTF-8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), "not_utf8"],
    ["half of a surrogate pair as an escape", Buffer.from(event(',"x":"\\ud800"')), "lone_surrogate"],
    ["a payload over the limit", Buffer.from(`"${"x".repeat(1000)}"`), "too_large"],
  ])("makes %s a dead letter", (_, payload, reason) => {
    expect(judge(payload)).toMatchObject({ deadReason: reason });
  });

  it.each([
    ["a wrong type", event(',"level":"high"'), { field: "level", rule: "type" }],
    ["1.7 where an integer belongs", event(',"level":1.7'), { field: "level", rule: "type" }],
    ["a missing field", '{"id":"a"}', { field: "read_at", rule: "required" }],
    ["JSON null", "null", { field: "", rule: "type" }],
    ["a repeated field", event(',"level":1,"level":1'), { field: "level", rule: "duplicate_key" }],
    ["a number beyond 64 bits", event(',"x":12345678901234567890'), { field: "x", rule: "inexact_number" }],
    ["deep nesting", event(`,"x":${"[".repeat(64)}${"]".repeat(64)}`), { field: "", rule: "nesting" }],
  ])("lands %s with an error that names the field", (_, text, error) => {
    const judgement = judgeText(text);
    expect(judgement).toMatchObject({ value: Buffer.from(text) });
    expect(judgement).toHaveProperty("errors", expect.arrayContaining([expect.objectContaining(error)]));
  });

  it("allows as many levels as the limit says", () => {
    expect(judgeText(event(`,"x":${"[".repeat(63)}${"]".repeat(63)}`))).toMatchObject({ errors: [] });
  });

  it("survives a payload that is nothing but nesting", () => {
    const deep = compileJudge(
      exampleFeed,
      4_000_000,
    )(Buffer.from("[".repeat(1_000_000) + "]".repeat(1_000_000)));
    expect(deep).toHaveProperty("errors.0.rule", "nesting");
  });

  it("lists at most twenty errors, and says how many more there are", () => {
    const many = compileJudge(exampleFeed, 100_000)(Buffer.from(event(`,"x":[${"1e999,".repeat(99)}1e999]`)));
    expect(many).toHaveProperty("errors.length", 21);
    expect(many).toHaveProperty("errors.20.message", "80 more violations are not listed");
  });

  it("passes fields that the contract does not name, and names them", () => {
    expect(judgeText(event(',"colour":"red"'))).toMatchObject({ errors: [], unknownFields: ["colour"] });
  });

  it("makes line breaks between tokens spaces, and keeps the original's length and hash", () => {
    const text = '{\r\n"id":"a\\n",\n"read_at":"2024-05-01T00:00:00Z"}';
    expect(judgeText(text)).toEqual({
      value: Buffer.from('{  "id":"a\\n", "read_at":"2024-05-01T00:00:00Z"}'),
      original: { sizeBytes: text.length, sha256: createHash("sha256").update(text).digest("hex") },
      errors: [],
      unknownFields: [],
    });
  });
});
