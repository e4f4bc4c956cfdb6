import { compareState } from "@headwater/artifacts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";

import { builtInConfig } from "../config/load-config.ts";
import type { GateConfig, Override } from "../config/settings.ts";
import { defineRule, type Rule, type Side } from "../rule.ts";
import { model } from "../testing/nodes.ts";
import { project } from "../testing/project.ts";
import { judgeProject, type ProjectInput } from "./judge-project.ts";

/** Finds models with more children than allowed; counts how often it was run. */
function fanout(): { rule: Rule; runs: () => number } {
  let runs = 0;
  const rule = defineRule({
    id: "fanout",
    category: "modeling",
    title: "Fan-out",
    docs: { what: "w", why: "y", example: "e", fix: "f" },
    defaultSeverity: "warn",
    preset: "minimal",
    options: { limit: v.optional(v.number(), 0) },
    check: (context, { limit }) => {
      runs++;
      return context
        .judged("model")
        .map((node) => ({ node, children: context.graph.children(node.uniqueId).length }))
        .filter(({ children }) => children > limit)
        .map(({ node, children }) => ({ subject: node, message: `${children} children`, measure: children }));
    },
  });
  return { rule, runs: () => runs };
}

const throwing = defineRule({
  ...fanout().rule,
  id: "throwing",
  check: () => {
    throw new Error("a bug");
  },
});

const parent = (name = "orders") => model(name, { checksum: "same" });
const children = (count: number, of = "orders") =>
  Array.from({ length: count }, (_, at) => model(`child_${at}`, { parents: [of] }));

function input(head: Side, more: Partial<ProjectInput> = {}): ProjectInput {
  return {
    name: "shop",
    head,
    base: undefined,
    baseline: new Map(),
    weakenings: undefined,
    select: () => new Set(),
    selected: undefined,
    ...more,
  };
}

const compared = (side: Side, head: Side) => ({ side, state: compareState(side.graph, head.graph) });

const configOf = (...rules: readonly Rule[]): GateConfig => builtInConfig(".", rules);

function judge(given: ProjectInput, config: GateConfig) {
  const result = judgeProject(given, config, new Date("2026-01-15"));
  const lines = result.findings.map(
    (each) => `${each.finding.subject.name} ${each.finding.message} ${each.severity} ${each.status}`,
  );
  return { ...result, lines };
}

describe("clean as you code", () => {
  it("counts what is new or worse than in the base, and notes the rest", () => {
    const head = project([
      parent(),
      ...children(3),
      model("other", { parents: [] }),
      model("leaf", { parents: ["other"] }),
    ]);
    const base = compared(project([parent(), ...children(2)]), head);
    const { lines, findings } = judge(input(head, { base }), configOf(fanout().rule));
    expect(lines).toEqual(["orders 3 children warn new", "other 1 children warn new"]);
    expect(findings[0]?.measureBefore).toBe(2);
  });

  it("knows a renamed model's findings again", () => {
    const head = project([parent("sales"), ...children(2, "sales")]);
    const base = compared(project([parent("orders"), ...children(2)]), head);
    expect(judge(input(head, { base }), configOf(fanout().rule)).lines).toEqual([
      "sales 2 children warn existing",
    ]);
  });

  it("does not run a rule twice over an equal manifest", () => {
    const head = project([parent(), ...children(2)]);
    const { rule, runs } = fanout();
    const result = judge(input(head, { base: compared(head, head) }), configOf(rule));
    expect(result.lines).toEqual(["orders 2 children warn existing"]);
    expect(runs()).toBe(1);
  });
});

describe("overrides", () => {
  const head = project([parent(), ...children(3), model("other"), model("leaf", { parents: ["other"] })]);
  const override = (
    select: string,
    severity: Override["rules"] extends ReadonlyMap<string, infer S> ? S : never,
  ) => ({
    select,
    line: 1,
    rules: new Map([["fanout", severity]]),
  });
  const select = (name: string) => new Set([`model.shop.${name}`]);

  it("give some nodes another severity, other options, or switch the rule off for them", () => {
    const config = configOf(fanout().rule);
    const judged = (overrides: readonly Override[]) =>
      judge(input(head, { select }), { ...config, overrides }).lines;
    expect(judged([override("orders", { severity: "error", options: {} })])).toEqual([
      "orders 3 children error new",
      "other 1 children warn new",
    ]);
    expect(judged([override("other", { severity: undefined, options: { limit: 1 } })])).toEqual([
      "orders 3 children warn new",
    ]);
    expect(judged([override("orders", { severity: "off", options: {} })])).toEqual([
      "other 1 children warn new",
    ]);
  });

  it("win over earlier ones", () => {
    const config = configOf(fanout().rule);
    const overrides = [
      override("orders", { severity: "off", options: {} }),
      override("orders", { severity: "error", options: {} }),
    ];
    expect(judge(input(head, { select }), { ...config, overrides }).lines[0]).toBe(
      "orders 3 children error new",
    );
  });

  it("that select no node are named", () => {
    const config = { ...configOf(fanout().rule), file: "headwater.yml" };
    const overrides = [override("gone", { severity: "off", options: {} })];
    const { warnings } = judge(input(head), { ...config, overrides });
    expect(warnings[0]?.message).toMatch(/^headwater\.yml:1 .*gone selects no node/);
  });
});

describe("the runner", () => {
  it("names a rule that throws and runs the others", () => {
    const { crashes, lines } = judge(
      input(project([parent(), ...children(1)])),
      configOf(throwing, fanout().rule),
    );
    expect(crashes).toEqual([expect.objectContaining({ rule: "throwing", side: "head", message: "a bug" })]);
    expect(lines).toEqual(["orders 1 children warn new"]);
  });

  it("names a rule whose check gives no list", () => {
    // As a project can write it in JavaScript.
    const check = (async () => []) as unknown as Rule["check"];
    const { crashes } = judge(input(project([parent()])), configOf({ ...fanout().rule, check }));
    expect(crashes).toEqual([
      expect.objectContaining({ message: "its check gives no list; it must not be async" }),
    ]);
  });

  it("names the rules that lack an artifact, but not those that would need a base", () => {
    const needing = (id: string, needs: Rule["needs"]): Rule => ({ ...fanout().rule, id, needs });
    const { notJudged } = judge(
      input(project([parent()])),
      configOf(needing("wants-catalog", ["catalog"]), needing("wants-base", ["base", "catalog"])),
    );
    expect(notJudged).toEqual([
      { project: "shop", rule: "wants-catalog", missing: ["catalog"], isExplicit: false },
    ]);
  });

  it("says when the base lacks what head has, as all its findings count then", () => {
    const needing: Rule = { ...fanout().rule, needs: ["catalog"] };
    const head = project([parent(), ...children(1)], { catalog: {} });
    const base = compared(project([parent(), ...children(1)]), head);
    const { lines, warnings } = judge(input(head, { base }), configOf(needing));
    expect(lines).toEqual(["orders 1 children warn new"]);
    expect(warnings[0]?.message).toMatch(/base has no catalog.*fanout.*all count/);
  });

  it("says what the configuration names in vain", () => {
    const scope = { includePackages: ["audit"], excludePaths: [] };
    expect(judge(input(project([parent()])), { ...configOf(), scope })).toMatchObject({
      warnings: [{ project: "shop", message: "include_packages names audit, which is not installed." }],
    });
  });

  it("judges only what --select names", () => {
    const head = project([parent(), ...children(1), model("other"), model("leaf", { parents: ["other"] })]);
    const judged = (selected: ReadonlySet<string>) =>
      judge(input(head, { selected }), configOf(fanout().rule));
    expect(judged(new Set(["model.shop.other"]))).toMatchObject({
      lines: ["other 1 children warn new"],
      warnings: [],
    });
    expect(judged(new Set())).toMatchObject({
      lines: [],
      warnings: [{ message: "No node fits --select, so none is judged." }],
    });
  });
});
