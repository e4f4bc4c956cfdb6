import { isUtf8 } from "node:buffer";

import {
  array,
  assert,
  constant,
  constantFrom,
  json,
  maxSafeNat,
  oneof,
  option,
  property,
  record as fastCheckRecord,
  string,
  uint8Array,
} from "fast-check";
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

const anyBytes = oneof(
  string().map((text) => Buffer.from(text)),
  string({ unit: "grapheme" }).map((text) => Buffer.from(text)),
  uint8Array({ maxLength: 20 }),
);
const anyRecord = fastCheckRecord({
  offset: maxSafeNat(),
  timestampMs: oneof(maxSafeNat(), constantFrom(-1, 0, 9, 10, 99)),
  key: option(anyBytes),
  value: constant(null),
  headers: array(fastCheckRecord({ name: string(), value: option(anyBytes) }), { maxLength: 2 }),
});

/** The line as it would be made of texts; headers are compared after reading. */
function expectedLine({ offset, timestampMs, key }: SourceRecord, headers: string, value: string): string {
  const keyText = key && isUtf8(key) ? Buffer.from(key).toString() : null;
  const keyMember =
    key && keyText === null
      ? `"keyBase64":"${Buffer.from(key).toString("base64")}"`
      : `"key":${JSON.stringify(keyText)}`;
  return `{"offset":${offset},"timestamp":${timestampMs},${keyMember},${headers},"value":${value}}`;
}

describe("encodeEnvelope", () => {
  it("writes the members in one order and form, whatever the record is like", () => {
    assert(
      property(anyRecord, json(), (each, value) => {
        const written = line(each, payload(value));
        const headers =
          /,("headers":\{.*?\}(?:,"headersBase64":\{.*?\})?),"value":/s.exec(written)?.[1] ?? "";
        expect(written).toBe(expectedLine(each, headers, value));
        if (each.headers.length === 0) expect(headers).toBe('"headers":{}');
      }),
      { numRuns: 1000 },
    );
  });

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
