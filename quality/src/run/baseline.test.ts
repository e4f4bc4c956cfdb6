import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { reportedFinding } from "../testing/report.ts";
import { nextBaseline, readBaseline, writeBaseline, type Baseline } from "./baseline.ts";
import { fingerprintOf } from "./fingerprint.ts";

const now = new Date("2026-03-01");
const defaults = { reason: "was there before the gate", expires: "2026-12-31", now };

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "headwater-baseline-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("nextBaseline", () => {
  it("accepts every finding with the given reason and date", () => {
    const [entry] = nextBaseline(new Map(), [reportedFinding({ measure: 4, column: "id" })], defaults);
    expect(entry).toEqual({
      fingerprint: fingerprintOf("a"),
      rule: "model-fanout",
      node: "model.shop.orders",
      column: "id",
      reason: "was there before the gate",
      expires: "2026-12-31",
      measure: 4,
    });
  });

  it("keeps reasons and dates, renews dates that are over, and drops what is repaired", () => {
    const old = { rule: "model-fanout", node: "model.shop.orders", reason: "by design" };
    const [a, b] = [fingerprintOf("a"), fingerprintOf("b")];
    const before: Baseline = new Map([
      [a, { ...old, fingerprint: a }],
      [b, { ...old, fingerprint: b, expires: "2026-01-01" }],
      ["gone", { ...old, fingerprint: "gone" }],
    ]);
    const findings = ["a", "b"].map((identity) => reportedFinding({ identity, uniqueId: identity }));
    const entries = nextBaseline(before, findings, defaults);
    expect(entries.map(({ fingerprint, reason, expires }) => [fingerprint, reason, expires])).toEqual([
      [a, "by design", undefined],
      [b, "by design", "2026-12-31"],
    ]);
  });

  it("leaves out what a node's meta accepts", () => {
    const suppression = { reason: "r", expires: undefined, from: "meta" as const };
    expect(nextBaseline(new Map(), [reportedFinding({ suppression })], defaults)).toEqual([]);
  });
});

describe("the baseline file", () => {
  it("is read as it was written", () => {
    const file = join(folder, "baseline.yml");
    const entries = nextBaseline(new Map(), [reportedFinding({ measure: 4 })], defaults);
    writeBaseline(file, entries);
    expect([...readBaseline(file).values()]).toEqual(entries);
  });

  it("accepts nothing where there is none", () => {
    expect(readBaseline(join(folder, "none.yml")).size).toBe(0);
  });

  it("names the line of an entry without a reason, and of an unknown key", () => {
    const file = join(folder, "baseline.yml");
    writeFileSync(
      file,
      "version: 1\nfindings:\n  - fingerprint: a\n    rule: r\n    node: n\n    raeson: x\n",
    );
    expect(() => readBaseline(file)).toThrow(
      /baseline\.yml:6 findings\[0\]\.raeson is not known\. Did you mean reason\?/,
    );
    expect(() => readBaseline(file)).toThrow(/baseline\.yml:3 findings\[0\]\.reason: is missing/);
  });

  it.each(["tomorrow", "2026-02-30", "2026-13-01", "2026-12-31T00:00:00Z"])(
    "names the line of %s, which is no day",
    (expires) => {
      const file = join(folder, "baseline.yml");
      writeFileSync(
        file,
        `version: 1\nfindings:\n  - { fingerprint: a, rule: r, node: n, reason: x, expires: "${expires}" }\n`,
      );
      expect(() => readBaseline(file)).toThrow(/:3 findings\[0\]\.expires: must be a day such as 2026-12-31/);
    },
  );
});
