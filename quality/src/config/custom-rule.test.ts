import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { checkRule } from "../testing/check-rule.ts";
import { model, source, test } from "../testing/nodes.ts";
import { project } from "../testing/project.ts";
import { customRules } from "./custom-rule.ts";
import { customPart } from "./schema.ts";
import { parseYaml } from "./yaml-file.ts";

function rulesOf(text: string) {
  const yaml = parseYaml("headwater.yml", text);
  if (!("value" in yaml)) throw new Error("the test's YAML is broken");
  return customRules(yaml, v.parse(customPart, yaml.value).gate.custom);
}

const shop = project([
  source("raw.orders"),
  model("stg_orders", { folder: "staging", parents: ["raw.orders"], meta: { team: "core" } }),
  model("fct_orders", { parents: ["stg_orders"], columns: { id: "integer" } }),
  test("unique", "fct_orders", "id"),
]);

function messages(require: string, where = "true"): readonly string[] {
  const [rule] = rulesOf(`
gate:
  custom:
    - id: mine
      where: '${where}'
      require: '${require}'
      message: "of {layer} is wrong, team {meta.team}"
`);
  return rule === undefined ? [] : checkRule(rule, shop).map((finding) => finding.message);
}

describe("a rule that is an expression", () => {
  it("finds the nodes for which it is not true and fills their values into the message", () => {
    expect(messages('node.layer != "staging"')).toEqual(["of staging is wrong, team core"]);
    expect(messages("node.tests.size() > 0")).toEqual(["of staging is wrong, team core"]);
    expect(messages('node.columns.exists(c, c.name == "id")')).toHaveLength(1);
    expect(messages('node.parents.all(p, p.resource_type == "model")')).toHaveLength(1);
    expect(messages("node.columns.all(c, c.data_type == null || has(c.meta.unit))")).toHaveLength(1);
    expect(messages('node.tests.exists(t, t.arguments.column_name == "id")')).toHaveLength(1);
  });

  it("takes a key that a node's meta does not have for not true", () => {
    expect(messages('node.meta.team == "core"')).toEqual(["of marts is wrong, team {meta.team}"]);
  });

  it("judges only the nodes that `where` holds for", () => {
    expect(messages("false", 'node.meta.team == "core"')).toHaveLength(1);
  });

  it("cannot judge where the values have other types than the expression wants", () => {
    expect(messages("node.meta.team > 3", "has(node.meta.team)")).toEqual([
      "cannot be judged: no such overload: dyn<string> > int",
    ]);
  });
});

describe("an expression that is wrong", () => {
  it.each([
    ["node.nam == 1", /headwater\.yml:4 node\.nam == 1: No such key: nam\. Did you mean name\?$/],
    ["node.xyz == 1", /No such key: xyz\.$/],
    ['node.columns.all(c, c.descripton != "")', /No such key: descripton\. Did you mean description\?$/],
    ['node.tests.exists(t, t.severty == "warn")', /No such key: severty\. Did you mean severity\?$/],
    ['node.parents.all(p, p.layers == "marts")', /No such key: layers\. Did you mean layer\?$/],
    ["1 +", /headwater\.yml:4 1 \+: Unexpected token/],
    ["node.name", /gives string, not true or false/],
  ])("%s is refused with its line", (text, expected) => {
    expect(() =>
      rulesOf(`gate:\n  custom:\n    - id: mine\n      require: '${text}'\n      message: x\n`),
    ).toThrow(expected);
  });
});
