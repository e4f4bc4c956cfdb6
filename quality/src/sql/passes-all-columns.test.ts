import { describe, expect, it } from "vitest";

import { passesAllColumns } from "./passes-all-columns.ts";

describe("passesAllColumns", () => {
  it.each([
    "select * from {{ ref('orders') }}",
    "SELECT DISTINCT * FROM {{ source('pos', 'orders') }} AS o",
    "select id, o.* from {{ ref('orders') }} o join {{ ref('lines') }} l on true",
    "select o.*, l.id from {{ ref('orders') }} as o, {{ ref('lines') }} as l",
    "with src as (select * from {{ ref('orders') }}) select * from src",
    "with a as (select * from {{ ref('x') }}), b as (select * from a where id > (1)) select b.* from b",
    'with "A" as materialized (select * from {{ ref(\'x\') }}) select * from "A"',
    "with a as (select id from {{ ref('x') }}) select id from a union all select * from {{ ref('y') }}",
    "{{ config(materialized='view') }}\n-- select id\nselect * from {{- ref('orders') -}}",
    "with a as (select id from {{ ref('x') }}) select a.*, b.* from a join {{ ref('y') }} as b using (id)",
    "select * exclude (note) from {{ ref('orders') }}",
    "select * except (note) from {{ ref('orders') }}",
    "select * from {{ ref('orders') }} except (select * from {{ ref('old') }})",
    "select * from (select * from {{ ref('orders') }}) t",
    "with a as (select * from (select * from {{ ref('orders') }}) t) select * from a",
    "with a as (select * from {{ ref('x') }}) select * from (with b as (select * from a) select * from b)",
    "select t.* from {{ ref('kinds') }} k join (with a as (select * from {{ ref('x') }}) select * from a) as t on true",
    "select * from (select *, row_number() over (order by id) as n from {{ ref('orders') }}) where n = 1",
    "{# note #} select * from {{ ref('orders') }}",
    "select a - 1 as b, c / 2 as d, '{' as e, o.* from {{ ref('orders') }} as o",
    "with x as (select 1),a as not materialized (select * from {{ ref('x') }}) select * from a",
    "with a as(select * from {{ ref('x') }}) select * from a",
    "select/* all */*/* of */from/* it */{{ ref('orders') }}",
    ") select * from {{ ref('orders') }}",
    "with a as (select * from {{ ref('x') }}) select * from \"a\"",
    "{% if true %}select{% endif %} * from {{ ref('orders') }}",
    "select '(' as bracket, * from {{ ref('orders') }}",
    "select '' as nothing, * from {{ ref('orders') }}",
    "select *'' from {{ ref('orders') }}",
    "with a as (select max(id) over () as last, * from {{ ref('x') }}) select * from a",
    "with a as (select * from {{ ref('x') }})) select * from a",
    "with a as (select * from {{ ref('x') }}), b as (select * from a) select * from b",
  ])("is true of %j", (code) => {
    expect(passesAllColumns(code)).toBe(true);
  });

  it.each([
    "select id, total from {{ ref('orders') }}",
    "with src as (select * from {{ ref('orders') }}), final as (select id from src) select * from final",
    "with src as (select * from {{ ref('orders') }}) select id, count(*) as n from src group by id",
    "select a * b as product from {{ ref('orders') }}",
    "select a, b * c as d from {{ ref('orders') }}",
    "with a as (select id from {{ ref('x') }}) select a.* from a join {{ ref('y') }} as b using (id)",
    "select id from (select * from {{ ref('orders') }})",
    "select * from (select id from {{ ref('orders') }}) t",
    "select t.* from {{ ref('kinds') }} k join (select id from {{ ref('x') }}) as t on true",
    "select id from {{ ref('x') }} where id in (select * from {{ ref('y') }})",
    "select id, (select * from {{ ref('y') }}) as y from {{ ref('x') }}",
    "with a as (select s.* from {{ ref('x') }})select * from a",
    "/* select * from {{ ref('orders') }} */ select id from {{ ref('orders') }}",
    "{# select * from {{ ref('orders') }} #} select id from {{ ref('orders') }}",
    "select '* from' as x, id from {{ ref('orders') }}",
    "/*/ select * from {{ ref('orders') }} */ select id from {{ ref('orders') }}",
    "{{ union_all(['a', 'b']) }}",
    "select * from {{ latest('orders') }}",
    "with a as (select * from b), b as (select * from a) select * from a",
    "with a as (select * from {{ ref('x') }}), b as (select * from a",
    "select * from unknown_table",
    "select *",
    "",
  ])("is false of %j", (code) => {
    expect(passesAllColumns(code)).toBe(false);
    expect(passesAllColumns(`{{ ref('unread') }} ${code}`)).toBe(false);
  });

  it("looks at a CTE once, however often it is read", () => {
    const listed = `select id, ${"'*' as note, ".repeat(2000)} total from {{ ref('x') }}`;
    const reads = "select * from star" + " union all select * from listed".repeat(70);
    const code = `with star as (select * from {{ ref('y') }}), listed as (${listed}) ${reads}`;
    expect(passesAllColumns(code)).toBe(true);
  });

  it("ends for subqueries in subqueries, however many", () => {
    const nested = (levels: number) =>
      `${"select * from (".repeat(levels)}select * from {{ ref('x') }}${")".repeat(levels)}`;
    expect(passesAllColumns(nested(40))).toBe(true);
    expect(passesAllColumns(nested(10_000))).toBe(false);
  });

  it("stays fast on long and unclosed texts", () => {
    const long = 100_000;
    for (const text of [
      "(",
      "{{ ",
      "{# ",
      "/* ",
      "'",
      "select ",
      "from ",
      ", ",
      "a as (",
      "select * from a, ",
    ]) {
      expect(passesAllColumns(`{{ ref('unread') }} * ${text.repeat(long / text.length)}`)).toBe(false);
    }
  });
});
