import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { buildProjectGraph, type ProjectGraph, readManifest, selectNodes } from "@headwater/artifacts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { copyDbtProject, ProjectChange, python } from "./gate/dbt-project.ts";
import { temporaryFolder } from "./rig/headwater.ts";

/** One question to `dbt ls`. */
interface Question {
  readonly select?: string;
  readonly exclude?: string;
}

/** Selectors by what they try; each selects something, and not everything, if it is not said otherwise. */
const selectors: readonly string[] = [
  "fct_equity_scores",
  "fct_equity_scores.sql",
  "headwater.marts.equity",
  "marts.*.fct_*",
  "stg_equity__*",
  "*_scores",
  "fct_?quity_scores dim_[a-d]*",
  "products products.v1 products_v2",
  "+fct_equity_scores",
  "1+fct_equity_scores",
  "2+fct_equity_scores+",
  "stg_equity__air_quality+1",
  "@stg_equity__air_quality",
  "models/marts",
  "path:models/staging/equity/_equity__sources.yml",
  "path:models/*/equity",
  "path:models/**/stg_*.sql",
  "file:stg_equity__*.sql file:dim_date",
  "tag:nightly",
  "tag:night*,+products",
  "source:equity_silver",
  "source:equity_bronze.air_quality+",
  "source:headwater.equity_*.climate_records",
  "exposure:*",
  "+exposure:*,resource_type:model",
  "unit_test:*percentile*",
  "package:this,resource_type:seed",
  "package:head*,resource_type:snapshot",
  "config.materialized:table",
  "config.meta.team:shop",
  "config.severity:WARN",
  "config.tags:hourly",
  "config.contract.enforced:true",
  "group:platform",
  "access:public access:private",
  "version:latest",
  "version:old version:prerelease",
  "version:none,access:public",
  "test_type:singular",
  "test_type:unit",
  "test_type:generic,test_name:unique",
  "test_name:accepted_*",
  "dim_school,test_type:data",
  "resource_type:source resource_type:exposure",
];

const questions: readonly Question[] = [
  ...selectors.map((select) => ({ select })),
  { exclude: "resource_type:test resource_type:unit_test" },
  { select: "+fct_equity_scores", exclude: "stg_equity__* int_tracts_ranked" },
  { select: "marts", exclude: "test_type:unit tag:nightly" },
];

/** What this project has not: versions, tags and a test that only warns. */
const extra = `models:
  - name: products
    latest_version: 2
    config: {tags: [nightly, hourly], meta: {team: shop}}
    columns:
      - name: id
        data_tests:
          - not_null: {config: {severity: warn}}
    versions: [{v: 1}, {v: 2}, {v: 3}]
`;

const folder = temporaryFolder("select");
const project = join(folder.path, "project");
let graph: ProjectGraph;
let answers: readonly { readonly ids?: readonly string[]; readonly error?: string }[];

beforeAll(() => {
  copyDbtProject(project);
  const change = new ProjectChange(project).write("models/extra/_extra.yml", extra);
  for (const version of ["1", "2", "3"])
    change.write(`models/extra/products_v${version}.sql`, "select 1 as id\n");
  change.apply();
  const done = spawnSync(python, [join(import.meta.dirname, "list_selected.py"), project], {
    encoding: "utf8",
    input: JSON.stringify(questions),
    env: { ...process.env, HEADWATER_DUCKDB: join(folder.path, "none.duckdb") },
  });
  if (done.status !== 0) throw new Error(`dbt could not be asked:\n${done.stdout}${done.stderr}`);
  // Our own script has written it.
  answers = JSON.parse(done.stdout) as typeof answers;
  graph = buildProjectGraph(readManifest(join(project, "target", "manifest.json")));
}, 300_000);

afterAll(() => folder[Symbol.dispose]());

describe("what dbt ls selects is what selectNodes selects", () => {
  it.each(questions.map((question, index) => ({ question, index })))(
    "with $question",
    ({ question, index }) => {
      const { ids, error } = answers[index]!;
      expect(error).toBeUndefined();
      const { select, exclude } = question;
      const ours = selectNodes(graph, {
        ...(select !== undefined && { select: [select] }),
        ...(exclude !== undefined && { exclude: [exclude] }),
      });
      expect([...ours].toSorted()).toEqual(ids);
      // A selector that selects nothing or everything would agree by chance.
      expect(ours.size).toBeGreaterThan(0);
      expect(ours.size).toBeLessThan(graph.nodes.length);
    },
  );
});
