import { describe, expect, it } from "vitest";

import type { SourceRecord } from "../source/source-record.ts";
import { encodeEnvelope, parseEnvelope, type PreparedPayload } from "./envelope.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const record: SourceRecord = {
  offset: 7,
  timestampMs: 1_700_000_000_000,
  key: bytes("k1"),
  value: null,
  headers: [],
};
const payload = (text: string): PreparedPayload => ({ value: bytes(text), errors: [] });
const line = (changed: Partial<SourceRecord>, prepared = payload("{}")): string =>
  Buffer.from(encodeEnvelope({ ...record, ...changed }, prepared)).toString("utf8");

describe("encodeEnvelope", () => {
  it("passes the payload's bytes through as they are", () => {
    const odd = '{ "a" : 1.50, "b":"\\u00e9",\t"c":12345678901234567890 }';
    expect(line({}, payload(odd))).toBe(
      `{"offset":7,"timestamp":1700000000000,"key":"k1","headers":{},"value":${odd}}`,
    );
  });

  it("keeps a null key and an empty key apart", () => {
    expect(parseEnvelope(line({ key: null }), "x").key).toBeNull();
    expect(parseEnvelope(line({ key: bytes("") }), "x").key).toBe("");
  });

  it("writes a key that is not UTF-8 as base64, and leaves out the plain one", () => {
    const read = parseEnvelope(line({ key: Buffer.from([0xff, 0x00]) }), "x");
    expect(read).not.toHaveProperty("key");
    expect(read.keyBase64).toBe("/wA=");
  });

  it("keeps headers: without value, repeated, and not UTF-8", () => {
    const headers = [
      { name: "trace", value: bytes("1") },
      { name: "empty", value: bytes("") },
      { name: "none", value: null },
      { name: "trace", value: bytes("2") },
      { name: "raw", value: Buffer.from([0xfe]) },
      { name: "__proto__", value: bytes("odd") },
    ];
    const text = line({ headers });
    expect(text).toContain('"__proto__":"odd"');
    expect(parseEnvelope(text, "x").headers).toMatchObject({ trace: ["1", "2"], empty: "", none: null });
    expect(parseEnvelope(text, "x").headersBase64).toEqual({ raw: "/g==" });
  });

  it("writes a tombstone as null without errors", () => {
    expect(line({}, { value: null, errors: [] })).toMatch(/"value":null}$/);
  });

  it("adds errors and the original's length and hash only where there are any", () => {
    const errors = [{ field: "a", rule: "type", message: "expected string, found 1" }];
    const original = { sizeBytes: 12, sha256: "ab" };
    const read = parseEnvelope(line({}, { value: bytes('{"a":1}'), original, errors }), "x");
    expect(read).toMatchObject({ value: { a: 1 }, original, errors });
    expect(parseEnvelope(line({}), "x")).not.toHaveProperty("errors");
  });
});

describe("parseEnvelope", () => {
  it.each(["", "{", "null", "[1]"])("refuses the line %j and names the object", (text) => {
    expect(() => parseEnvelope(text, "the/segment")).toThrow(
      "A line of segment the/segment is not a landed record",
    );
  });
});
