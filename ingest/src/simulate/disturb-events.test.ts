import path from "node:path";

import { compileValidator, findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { describe, expect, it } from "vitest";

import { repositoryRoot } from "../python/run-python.ts";
import { bankSimulator } from "./bank-simulator.ts";
import { disturbEvents, type ProducedLine } from "./disturb-events.ts";
import { countLines, planKinds, type Shares } from "./plan-kinds.ts";
import { createRandom } from "./random.ts";

const found = findFeed(await loadFeeds(path.join(repositoryRoot, "contracts")), "bank_transactions");
if (found.kind !== "stream") throw new TypeError("bank_transactions is no stream");
const feed: StreamFeed = found;
const validate = compileValidator(feed);
const none: Shares = { late: 0, duplicate: 0, malformed: 0 };
const world = { seed: 1, startMs: Date.UTC(2024, 0) };

function disturb(shares: Partial<Shares>, count: number, seed = 1): readonly ProducedLine[] {
  const events = bankSimulator.events({ ...world, seed });
  return [
    ...disturbEvents(events, { feed, shares: { ...none, ...shares }, count, random: createRandom(seed) }),
  ];
}

function ofKind(lines: readonly ProducedLine[], ...kinds: readonly string[]): readonly ProducedLine[] {
  return lines.filter(({ kind }) => kinds.includes(kind));
}

/** How late a line's event was recorded, in milliseconds. */
function latenessMs({ text }: ProducedLine): number {
  // The line keeps the contract, which says so.
  const event = JSON.parse(text) as { readonly occurred_at: string; readonly posted_at: string };
  return Date.parse(event.posted_at) - Date.parse(event.occurred_at);
}

describe("planKinds", () => {
  it.each([1, 7, 999, 1000, 1001, 3333])(
    "gives each kind its share of %d lines, to the nearest line",
    (count) => {
      const shares = { late: 0.05, duplicate: 0.123, malformed: 0.01 };
      const kinds = [...planKinds(shares, count, createRandom(3))];
      expect(kinds).toHaveLength(count);
      for (const [kind, share] of Object.entries(shares)) {
        expect(kinds.filter((other) => other === kind)).toHaveLength(Math.round(share * count));
      }
    },
  );

  it("spreads a kind over the lines", () => {
    const kinds = [...planKinds({ ...none, late: 0.1 }, 1000, createRandom(3))];
    const places = kinds.flatMap((kind, at) => (kind === "late" ? [at] : []));
    const firstHalf = places.filter((at) => at < 500).length;
    expect(firstHalf).toBeGreaterThan(30);
    expect(firstHalf).toBeLessThan(70);
  });
});

describe("countLines", () => {
  it("leaves no event out and asks for none too many", () => {
    for (const share of [0, 0.02, 0.123, 0.5, 0.9]) {
      for (let events = 0; events < 300; events++) {
        const lines = countLines(events, share);
        expect(lines - Math.round(share * lines)).toBe(events);
      }
    }
  });
});

describe("disturbEvents", () => {
  const shares = { late: 0.05, duplicate: 0.02, malformed: 0.01 };
  const lines = disturb(shares, 5000);

  it("gives the number of lines that was asked for, with the shares that were asked for", () => {
    expect(lines).toHaveLength(5000);
    expect(ofKind(lines, "late")).toHaveLength(250);
    expect(ofKind(lines, "duplicate")).toHaveLength(100);
    expect(ofKind(lines, "malformed_json")).toHaveLength(25);
    expect(ofKind(lines, "contract_violation")).toHaveLength(25);
  });

  it("is the same for the same seed", () => {
    expect(disturb(shares, 5000)).toEqual(lines);
    expect(disturb(shares, 5000, 2)).not.toEqual(lines);
  });

  it("leaves events alone when all shares are 0", () => {
    const expected = bankSimulator
      .events(world)
      .take(500)
      .map(({ event }) => JSON.stringify(event))
      .toArray();
    expect(disturb({}, 500).map(({ text }) => text)).toEqual(expected);
  });

  it("lets late events come late by their contract, and no others", () => {
    expect(Math.min(...ofKind(lines, "late").map(latenessMs))).toBeGreaterThan(feed.allowedLatenessMs);
    expect(Math.max(...ofKind(lines, "plain").map(latenessMs))).toBeLessThan(feed.allowedLatenessMs);
    expect(ofKind(lines, "late").flatMap(({ text }) => validate(JSON.parse(text)))).toEqual([]);
  });

  it("repeats lines that came before, byte by byte", () => {
    for (const [at, line] of lines.entries()) {
      if (line.kind !== "duplicate") continue;
      expect(lines.slice(Math.max(0, at - 200), at).some((other) => other.text === line.text)).toBe(true);
    }
  });

  it("breaks what is malformed: half is no JSON, half breaks the contract", () => {
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const many = disturb({ malformed: 0.5 }, 2000);
    expect(ofKind(many, "malformed_json").filter(({ text }) => isJson(text))).toEqual([]);
    const violations = ofKind(many, "contract_violation").map(
      ({ text }) => validate(JSON.parse(text)).length,
    );
    expect(violations).toHaveLength(500);
    expect(Math.min(...violations)).toBeGreaterThan(0);
    expect(many.some(({ text }) => text.includes("\n"))).toBe(false);
  });

  it("ends with the events when there are fewer than asked for", () => {
    const events = bankSimulator.events(world).take(10);
    const few = [
      ...disturbEvents(events, { feed, shares: { ...none, late: 0.5 }, count: 99, random: createRandom(1) }),
    ];
    expect(few).toHaveLength(10);
  });
});
