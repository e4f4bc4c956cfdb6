import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { parser } from "@prometheus-io/lezer-promql";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { createMetrics, measureProcess } from "./metrics.ts";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "..", "..", "..");
const folder = join(repository, "docs", "observability");

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook: string };
}

async function readRules(): Promise<readonly Rule[]> {
  const { groups } = parse(await readFile(join(folder, "alerts.yml"), "utf8")) as {
    groups: readonly { rules: readonly Rule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

async function readDashboard(): Promise<{ readonly panels: readonly Panel[]; readonly queries: string[] }> {
  const dashboard = JSON.parse(await readFile(join(folder, "dashboard.json"), "utf8")) as {
    panels: readonly Panel[];
    annotations: { list: readonly { expr: string }[] };
  };
  const queries = [
    ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...dashboard.annotations.list.map(({ expr }) => expr),
  ];
  // What Grafana puts in itself.
  return {
    panels: dashboard.panels,
    queries: queries.map((query) => query.replaceAll("$__rate_interval", "5m")),
  };
}

/** The metrics that a query names, by Prometheus' own grammar. Throws where the query is not well-formed. */
function metricsOf(query: string): readonly string[] {
  const names: string[] = [];
  parser.parse(query).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`not PromQL at character ${from}: ${query}`);
      if (type.name === "Identifier" && node.parent?.name === "VectorSelector")
        names.push(query.slice(from, to));
    },
  });
  return names;
}

/** Every name under which a metric of the registry is stored, those of a histogram's parts among them. */
async function storedNames(): Promise<ReadonlySet<string>> {
  const { register } = createMetrics("0.0.0");
  measureProcess(register);
  const metrics = await register.getMetricsAsJSON();
  // prom-client's types say that a type is a number of an enum; it is its name.
  return new Set(
    metrics.flatMap(({ name, type }) =>
      String(type) === "histogram" ? ["_bucket", "_sum", "_count"].map((part) => name + part) : [name],
    ),
  );
}

describe("the alert rules and the dashboard", () => {
  it("ask only for metrics that a worker has", async () => {
    const known = await storedNames();
    const queries = [...(await readRules()).map(({ expr }) => expr), ...(await readDashboard()).queries];
    const asked = new Set(queries.flatMap(metricsOf));
    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(15);
  });

  it("show every metric that is about landing and loading", async () => {
    const { queries } = await readDashboard();
    const shown = new Set(queries.flatMap(metricsOf).map((name) => name.replace(/_bucket$/, "")));
    const ours = (await createMetrics("0.0.0").register.getMetricsAsJSON()).map(({ name }) => name);
    const unseen = new Set(["headwater_build_info", "headwater_last_turn_timestamp_seconds"]);
    expect(ours.filter((name) => !shown.has(name) && !unseen.has(name))).toEqual([]);
  });

  it("refuses a query that is cut off, and finds the metric in one that is not", () => {
    expect(() => metricsOf("sum(rate(headwater_x_total[5m]")).toThrow("not PromQL");
    expect(metricsOf('sum by (feed) (rate(headwater_x_total{feed="f"}[5m])) > 0')).toEqual([
      "headwater_x_total",
    ]);
  });

  it("name a page that is there in each alert", async () => {
    const missing = (await readRules()).filter(
      ({ annotations }) => !existsSync(join(repository, annotations.runbook)),
    );
    expect(missing.map(({ alert }) => alert)).toEqual([]);
  });

  const hasPromtool = (process.env["PATH"] ?? "")
    .split(delimiter)
    .some((path) => existsSync(join(path, "promtool")));
  // Not one of the tools that CI has: the grammar above is checked everywhere, the rules' behaviour where promtool is.
  const isSkipped = !hasPromtool;
  const reason = isSkipped ? " (skipped: promtool not found on this machine)" : "";

  it.skipIf(isSkipped)(`fire where they should, by Prometheus' own test of rules${reason}`, async () => {
    const { stdout } = await run("promtool", ["test", "rules", join(folder, "alerts.test.yml")]);
    expect(stdout).toContain("SUCCESS");
    // A rule that no case sets off is a rule of which nothing is known.
    const cases = await readFile(join(folder, "alerts.test.yml"), "utf8");
    const fired = [...cases.matchAll(/alertname: (\w+)\s+exp_alerts/g)].map(([, name]) => name);
    expect(new Set(fired)).toEqual(new Set((await readRules()).map(({ alert }) => alert)));
  });
});
