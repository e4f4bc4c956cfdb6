import { describe, expect, it } from "vitest";

import { typeFamily } from "./type-families.ts";

describe("typeFamily", () => {
  it.each(
    Object.entries({
      text: "text, string, varchar, character varying, nvarchar, varchar2, char, character, bpchar, nchar, clob",
      number:
        "number, numeric, decimal, dec, bignumeric, bigdecimal, int, integer, int2, int4, int8, int16, int32, int64, hugeint, bigint, smallint, tinyint, byteint, long, short",
      float: "float, float4, float8, float64, double, double precision, real",
      boolean: "boolean, bool, bit",
      date: "date",
      time: "time, time without time zone",
      timestamp:
        "timestamp, timestamp without time zone, timestampntz, timestamp_ntz, datetime, datetime2, timestamp with time zone, timestamp with local time zone, timestamptz, timestamp_tz, timestamp_ltz, datetimeoffset",
      json: "json, jsonb, variant, super, object",
      binary: "binary, varbinary, bytea, bytes, blob",
      geography: "geography",
    }),
  )("knows %s by all its names, whatever their case and size", (family, names) => {
    for (const name of names.split(", ")) {
      expect(typeFamily(name)).toBe(family);
      expect(typeFamily(`${name.toUpperCase()}(38, 0)`)).toBe(family);
    }
  });
});
