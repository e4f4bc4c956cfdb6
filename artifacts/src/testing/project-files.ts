import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A small dbt project that spells its resources in every way that dbt knows, by path. */
export const projectFiles: Readonly<Record<string, string>> = {
  "dbt_project.yml": "# The project.\nname: shop\n",
  "models/_models.yml": `version: 2
models:
  - name: orders
    description: "{{ doc('orders') }}"
    config:
      unique_key: id
      meta: {owner: sales}
    columns:
      - name: id
        data_type: integer
        tests: [unique, not_null]
      - name: Status
        data_tests:
          - accepted_values:
              values: [open, closed]
          - accepted_values:
              arguments: {values: [paid]}
              config:
                severity: warn
          - not_null: {name: status_is_known}
          - {name: status_is_given, test_name: not_null}
      - name: Order Note
        quote: true
        tests: [not_null]
    data_tests:
      - dbt_utils.unique_combination_of_columns:
          combination_of_columns: [id, status]
  - name: products
    latest_version: 2
    columns:
      - name: product_id
      - name: label
    versions:
      - v: 1
        deprecation_date: 2030-01-01
      - v: 2
        columns:
          - include: all
          - name: label
            data_type: text
      - v: 3.0
      - v: beta_1
`,
  "models/_sources.yml": `sources:
  - name: raw
    description: The shop's database.
    freshness: {warn_after: {count: 1, period: day}}
    tables:
      - name: orders
        columns:
          - name: id
            tests: [not_null]
  - name: raw.old
    tables:
      - name: orders
`,
  "models/_others.yml": `exposures:
  - name: board
    type: dashboard
    depends_on:
      - ref('products')
      - ref('orders')
metrics:
  - name: revenue
semantic_models:
  - name: sales
saved_queries:
  - name: weekly
groups:
  - name: finance
unit_tests:
  - name: adds_up
    model: products
  - name: adds_up
    model: orders
snapshots:
  - name: orders_history
    relation: ref('orders')
seeds:
  - name: codes
macros:
  - name: cents
`,
  "models/orders.sql": `with raw as (
  select * from {{ source('raw', 'orders') }}
),
products as (select * from {{ ref('shop', "products") }} join {{ ref('products_old') }})
select * from raw
`,
  "models/customers.py": `def model(dbt, session):
    return dbt.ref("orders")
`,
  "models/broken.yml": "models:\n  - name: broken\n   wrong: [\n",
  "models/anchors.yml":
    "models:\n  - name: first\n    columns: &shared\n      - name: id\n  - name: second\n    columns: *shared\n",
  "models/lenient.yml": `x-name: &name second
x-columns: &columns
  columns:
    - name: id
      tests: [unique]
models: []
models:
  - name: first
    description: "Text over two lines
    at the key's indentation"
    columns: [
      {name: id}
  ]
  - <<: *columns
    name: *name
    data_tests: [
]
`,
  "models/versions.sql": `select 1
from {{ ref('products', v=1) }}
join {{ ref('shop', 'products', version = '2') }}
join {{ ref('products', v=1.5) }}
join {{ ref('products') }}
`,
  "models/comments.sql": `{# select 1 from {{ ref('a') }} #}
/* ref('a') and
   ref('b') */
select '--', -- ref('a')
  {{ ref('a') }} {{ ref('b') }}
  -- ref('c')
`,
  "models/comments.py": `# dbt.ref("a")
dbt.ref("a")
`,
  "macros/money.sql": `{% macro cents(amount) %}{{ amount }} * 100{% endmacro %}

{%- test is_positive(model) -%}
select 1
{%- endtest %}
`,
  "snapshots/old.sql": `{% snapshot first %}
select 1 from {{ ref('orders') }}
{% endsnapshot %}
{% snapshot second %}
select 2 from {{ ref('orders') }}
{% endsnapshot %}
`,
  "tests/assert_paid.sql": "select 1\n",
  "dbt_packages/common/models/days.sql": "select 1\n",
};

/** Writes the project into a folder. */
export function writeProject(folder: string): void {
  for (const [path, text] of Object.entries(projectFiles)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
