import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";

import { reportedFinding, reportOf } from "../testing/report.ts";
import { reporters } from "./index.ts";

const settings = { hasColor: false, version: "1.2.3" };

/** What somebody could write into a name, a description or a database error to reach beyond the report. */
const hostile = [
  "\n::error file=x::owned",
  "\u001b]8;;https://evil.example\u0007click\u001b[2J",
  "##[set-output name=x]y ##vso[task.setvariable]z",
  "</failure>]]><script>alert(1)</script>\u0000",
  "| @everyone #1 **bold** ![x](https://evil.example/x.png) `code`",
  "\u202Egnp.exe \uD83D",
].join(" ");

const attack = reportOf(
  [
    reportedFinding({ name: hostile, message: hostile, fix: hostile, file: hostile, column: hostile }),
    reportedFinding({
      status: "suppressed",
      suppression: { reason: hostile, expires: undefined, from: "baseline" },
      uniqueId: hostile,
    }),
  ],
  {
    projects: [
      { name: hostile, folder: ".", dbtVersion: hostile, adapterType: hostile, models: 1, isCompared: true },
    ],
    warnings: [{ project: hostile, message: hostile }],
    crashes: [
      { project: "shop", rule: "model-fanout", side: "head", message: hostile, stack: `Error\n${hostile}` },
    ],
  },
);

describe("the list of reporters", () => {
  it("has every reporter of the folder, each under its file's name", () => {
    const modules = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .filter((file) =>
        /^export const \w+Reporter\b/m.test(readFileSync(join(import.meta.dirname, file), "utf8")),
      )
      .map((file) => file.slice(0, -".ts".length));
    expect(reporters.map((reporter) => reporter.name).toSorted()).toEqual(modules.toSorted());
  });
});

const jsonFormats = new Set(["json", "ndjson", "sarif", "gitlab"]);

describe.each(reporters)("the format $name", ({ name, render }) => {
  it("lets nothing of the project's text act: no control characters, no commands of a CI log", () => {
    const rendered = render(attack, settings);
    // eslint-disable-next-line no-control-regex -- exactly these are looked for
    expect(rendered).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|##\w*\[/);
    expect(rendered.isWellFormed()).toBe(true);
    const commands = rendered.split("\n").filter((line) => /^\s*::/.test(line));
    expect(commands.every((line) => name === "github" && !line.startsWith("::error file=x"))).toBe(true);
  });

  it("renders a report without any finding", () => {
    expect(() => render(reportOf([]), settings)).not.toThrow();
  });
});

describe.each(reporters.filter(({ name }) => jsonFormats.has(name)))(
  "the JSON format $name",
  ({ name, render }) => {
    it("is JSON, and keeps the text as it was", () => {
      const rendered = render(attack, settings);
      const documents = name === "ndjson" ? rendered.trimEnd().split("\n") : [rendered];
      for (const document of documents) expect(() => JSON.parse(document) as unknown).not.toThrow();
    });
  },
);

describe.each(["comment", "summary"])("the Markdown format %s", (name) => {
  it("holds no HTML and no link of the project outside of code", () => {
    const rendered = reporters.find((reporter) => reporter.name === name)?.render(attack, settings) ?? "";
    const withoutCode = rendered.replaceAll(/(`+).+?\1/g, "");
    expect(withoutCode).not.toMatch(/<script|<img|https:\/\/|@everyone|[^&]#1/);
  });
});

describe("a rule that the configuration asks for and whose artifact is missing", () => {
  const lacking = { project: "shop", rule: "model-fanout", missing: ["catalog"] as const };
  const report = reportOf([], { notJudged: [{ ...lacking, isExplicit: true }] });

  // GitLab's code quality knows findings only.
  it.each(reporters.filter(({ name }) => name !== "gitlab"))("is not clean in $name", ({ render }) => {
    expect(render(report, settings)).toContain("catalog");
  });

  it("is an error in junit, and a skipped case where nobody asked for it", () => {
    const junit = reporters.find(({ name }) => name === "junit");
    expect(junit?.render(report, settings)).toContain('errors="1" skipped="0"');
    const unasked = reportOf([], { notJudged: [{ ...lacking, isExplicit: false }] });
    expect(junit?.render(unasked, settings)).toContain('errors="0" skipped="1"');
  });
});

describe("the format sarif", () => {
  it("makes no link of a project's text", () => {
    const sarif = reporters.find(({ name }) => name === "sarif");
    const rendered = sarif?.render(
      reportOf([reportedFinding({ message: "[a](https://evil.example)" })]),
      settings,
    );
    expect(rendered).toContain(String.raw`[a\\](https://evil.example)`);
  });
});

describe("the format junit", () => {
  const junit = reporters.find((reporter) => reporter.name === "junit");

  it("is well-formed XML", () => {
    expect(XMLValidator.validate(junit?.render(attack, settings) ?? "")).toBe(true);
  });

  it("gives every case a name of its own in its suite", () => {
    const pairs = ["model.shop.a", "model.shop.b", "model.shop.b"].map((related) =>
      reportedFinding({ related: [related] }),
    );
    const counted = reportedFinding({ related: ["model.shop.a"], measure: 1 });
    const rendered = junit?.render(reportOf([...pairs, counted]), settings) ?? "";
    expect([...rendered.matchAll(/<testcase .* name="(.*?)"/g)].map(([, name]) => name)).toEqual([
      "model.shop.orders, model.shop.a",
      "model.shop.orders, model.shop.b",
      "model.shop.orders, model.shop.b (2)",
      "model.shop.orders",
    ]);
  });
});
