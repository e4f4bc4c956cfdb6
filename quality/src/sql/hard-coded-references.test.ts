import { describe, expect, it } from "vitest";

import { hardCodedReferencesIn } from "./hard-coded-references.ts";

const find = hardCodedReferencesIn({ lineMarkers: ["--"], skipsJinja: false });
const withoutJinja = hardCodedReferencesIn({ lineMarkers: ["--"], skipsJinja: true });

describe("hardCodedReferencesIn", () => {
  it.each([
    "raw.orders",
    "lake.raw.orders",
    "`raw`.`orders`",
    '"lake"."raw"."orders"',
    "'raw'.'orders'",
    "[lake].[raw].[orders]",
    "`my-project.raw.orders`",
    "my-project.raw.orders",
    "`orders`",
    '"or-ders"',
    "[orders]",
    "'orders'",
    "schéma.größe",
    "{{ var('orders') }}",
    '{{var("orders")}}',
    "{{- var( 'orders' , 'raw.orders' ) -}}",
    '{{ var("orders", "raw.orders") }}',
  ])("finds %s after from and join, whatever the case", (reference) => {
    expect(find(`select 1 from ${reference} where true`)).toEqual([reference]);
    expect(find(`select 1\nfrom x\nleft JOIN\n  ${reference}`)).toEqual([reference]);
    expect(find(`select 'ü' from ${reference} where true`)).toEqual([reference]);
  });

  it.each([
    "select 1 from {{ ref('orders') }}",
    "select 1 from {{ source('raw', 'orders') }}",
    "select 1 from cte",
    "select 1 from {{ var_table('orders') }}",
    "select 1 from (select 2)",
    "select a is distinct from b.c as changed",
    "select a is  distinct\n from b.c as changed",
    "select extract(year from o.created_at)",
    "select extract(year from o.created_at at time zone 'utc') from cte as o",
    "select extract(epoch from b.ended_at - b.started_at) from cte as b",
    "select TRIM(both ' ' from o.name ), substring (o.name from o.start ) from cte as o",
    "trim(o.pad from o.name ) as name",
    "select overlay(o.code placing '**' from o.start for 2) from cte as o",
    'with "orders" as (select 1 from {{ ref(1) }}), `lines` AS materialized (select 1) select 1 from "orders" join `lines` on true',
    "select date_from raw.orders",
    "select 1 -- from raw.orders\nfrom cte",
    "select 1 /* from raw.orders\n join raw.lines */ from cte",
    'select 1 from "a" . "b"',
    'select 1 from "x"',
  ])("finds nothing in %j", (code) => {
    expect(find(code)).toEqual([]);
  });

  it("finds the table that is read behind an expression, and the quoted one that is no CTE", () => {
    expect(find("select extract(year from o.day ) from raw.orders as o")).toEqual(["raw.orders"]);
    expect(find("select distinct a from raw.orders")).toEqual(["raw.orders"]);
    expect(find("select substring(a, 1) from raw.orders where trim(b) > (select 1 from raw.lines )")).toEqual(
      ["raw.lines", "raw.orders"],
    );
    const code = 'with "days" as (select 1 from "orders" ) select 1 as "lines" from "lines" ';
    expect(find(code)).toEqual(['"lines"', '"orders"']);
  });

  it("looks for the start of an expression in the 300 characters before", () => {
    const extractAfter = (length: number) => find(`extract(${" ".repeat(length)}from o.day )`);
    expect(extractAfter(300 - "extract(".length)).toEqual([]);
    expect(extractAfter(301 - "extract(".length)).toEqual(["o.day"]);
  });

  it("reads on behind a comment", () => {
    expect(find("select 1 from/* which? */raw.orders")).toEqual(["raw.orders"]);
    expect(find("select 1 from -- which?\n raw.orders")).toEqual(["raw.orders"]);
    expect(find("select 1 from {{/* which? */var('orders') }}")).toEqual(["{{ var('orders') }}"]);
    expect(withoutJinja("select 1 from {# which? #} raw.orders")).toEqual(["raw.orders"]);
  });

  it.each([
    "select * from read_csv('exports/*.csv') union all select * from raw.orders",
    "select path from x where path like 'exports/*' union all select 1 from raw.orders /* why? */",
    'select * from parquet."exports/*.parquet" join raw.orders on true',
    "select * from parquet.`exports/*.parquet` join raw.orders on true",
    "select '--' as dash from raw.orders",
    "select 'it''s' as note /* it's from raw.lines */ from raw.orders -- it's from raw.days",
    "{# see models/* #} select 1 from raw.orders -- from raw.lines",
  ])("reads on behind quotes and Jinja that only look like a comment: %j", (code) => {
    expect(find(code)).toEqual(["raw.orders"]);
  });

  it.each(["'", '"', "`"])("takes no text over several lines for one in quotes: %s", (quote) => {
    expect(find(`{# 5${quote} #}\nselect 1 -- from raw.orders ${quote}x${quote}`)).toEqual([]);
  });

  it("gives each reference once, sorted", () => {
    expect(find("from b.c join a.b on true join b.c on true")).toEqual(["a.b", "b.c"]);
  });

  it("reads Jinja comments as the evaluator does, unless it is told to skip them", () => {
    const code = "{# from raw.orders \n #} select 1";
    expect(find(code)).toEqual(["raw.orders"]);
    expect(withoutJinja(code)).toEqual([]);
  });

  it("skips the line comments it is told of", () => {
    const code = "// from raw.orders\nselect 1 -- from raw.lines \n";
    expect(hardCodedReferencesIn({ lineMarkers: ["//", "--"], skipsJinja: false })(code)).toEqual([]);
    expect(hardCodedReferencesIn({ lineMarkers: ["//"], skipsJinja: false })(code)).toEqual(["raw.lines"]);
  });

  it("stays fast on long runs of blanks, words and open variables", () => {
    const long = 200_000;
    for (const text of [
      `from ${" ".repeat(long)}`,
      `from ${"a".repeat(long)}`,
      `from {{ var(${" ".repeat(long)}`,
      "from (".repeat(long),
      "/* ".repeat(long),
      "{# ".repeat(long),
      "'".repeat(long),
      `from a.${"/* -- '".repeat(long)}`,
    ]) {
      expect(find(text)).toEqual([]);
      expect(withoutJinja(text)).toEqual([]);
    }
  });
});
