import { describe, expect, it } from "vitest";

import { isSameKind, typeFamily } from "./type-families.ts";

describe("typeFamily", () => {
  it.each(
    Object.entries({
      text: "text, string, varchar, character varying, nvarchar, varchar2, char, character, bpchar, nchar, char varying, nchar varying, citext, clob",
      number:
        "number, numeric, decimal, dec, bignumeric, bigdecimal, int, integer, int2, int4, int8, int16, int32, int64, hugeint, bigint, smallint, tinyint, byteint, byte, long, short, serial, bigserial, uint8, uint16, uint32, uint64, uhugeint, ubigint, uinteger, usmallint, utinyint",
      float: "float, float4, float8, float64, double, double precision, real",
      boolean: "boolean, bool, bit",
      date: "date",
      time: "time, time without time zone, time with time zone, timetz",
      timestamp:
        "timestamp, timestamp without time zone, timestampntz, timestamp_ntz, datetime, datetime2, datetime64, smalldatetime, timestamp_s, timestamp_ms, timestamp_ns, timestamp with time zone, timestamp with local time zone, timestamptz, timestamp_tz, timestampltz, timestamp_ltz, datetimeoffset",
      json: "json, jsonb, variant, super, object",
      uuid: "uuid, uniqueidentifier",
      struct: "struct, record, row",
      binary: "binary, varbinary, bytea, bytes, blob",
      geography: "geography",
    }),
  )("knows %s by all its names, whatever their case and size", (family, names) => {
    for (const name of names.split(", ")) {
      expect(typeFamily(name)).toBe(family);
      expect(typeFamily(`${name.toUpperCase()}(38, 0)`)).toBe(family);
    }
  });

  it("takes an array for one of its elements' kind, and a type that may be empty for the type", () => {
    expect(typeFamily("character varying[]")).toBe("text[]");
    expect(typeFamily("VARCHAR(16)[3][]")).toBe("text[][]");
    expect(typeFamily("LowCardinality(Nullable(String))")).toBe("text");
    expect(typeFamily("Nullable(Decimal(18, 2))")).toBe("number");
    expect(typeFamily("MAP<STRING, INT>")).toBe("map<string,int>");
  });
});

describe("isSameKind", () => {
  it.each([
    ["varchar[]", "CHARACTER VARYING[]"],
    ["array<string>", "ARRAY< STRING >"],
    ["array", "ARRAY<STRING>"],
    ["ARRAY<STRING>", "array"],
    ["record", "STRUCT<city STRING>"],
    ["struct", "STRUCT(price DECIMAL(18, 2), city VARCHAR)"],
  ])("is true of %s and %s", (first, second) => {
    expect(isSameKind(first, second)).toBe(true);
  });

  it.each([
    ["varchar[]", "integer[]"],
    ["varchar", "varchar[]"],
    ["array<string>", "array<int64>"],
    ["array", "STRUCT<city STRING>"],
    ["struct", "structure"],
    ["date", "date<int>"],
    ["map", "xmap<string>"],
    ["map", "xyz<string>"],
  ])("is false of %s and %s", (first, second) => {
    expect(isSameKind(first, second)).toBe(false);
  });
});
