import { describe, expect, it } from "vitest";

import { passesAllColumns } from "./pass-through-star.ts";

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
