import path from "node:path";

import { compileValidator, findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import { describe, expect, it } from "vitest";

import { repositoryRoot } from "../python/run-python.ts";
import { fieldText } from "./field-text.ts";
import type { SimulatedEvent } from "./simulator.ts";
import { simulators } from "./simulators.ts";

const feeds = await loadFeeds(path.join(repositoryRoot, "contracts"));
const startMs = Date.UTC(2024, 0);

function streamFeed(name: string): StreamFeed {
  const feed = findFeed(feeds, name);
  if (feed.kind !== "stream") throw new TypeError(`${name} is no stream`);
  return feed;
}

function simulate(name: string, count: number, seed = 1): readonly SimulatedEvent[] {
  const simulator = simulators.find(({ feed }) => feed === name);
  return simulator?.events({ seed, startMs }).take(count).toArray() ?? [];
}

describe.each(simulators.map(({ feed }) => [feed] as const))("the simulator of %s", (name) => {
  it("keeps the contract in every event", () => {
    const validate = compileValidator(streamFeed(name));
    const broken = simulate(name, 3000).flatMap(({ event }) => validate(event));
    expect(broken).toEqual([]);
  });

  it("gives the same events for the same seed, and others for another", () => {
    const [first, second, other] = [7, 7, 8].map((seed) => JSON.stringify(simulate(name, 500, seed)));
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it("gives each event a key of its own, in the order of event time, soon recorded", () => {
    const { key, eventTime, recordTime = "", allowedLatenessMs } = streamFeed(name);
    const events = simulate(name, 3000).map(({ event }) => event);
    expect(new Set(events.map((event) => event[key])).size).toBe(events.length);
    const times = events.map((event) => Date.parse(fieldText(event, eventTime)));
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    const delays = events.map((event, at) => Date.parse(fieldText(event, recordTime)) - (times[at] ?? 0));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(allowedLatenessMs);
  });
});

interface Transaction {
  readonly occurred_at: string;
  readonly customer: { readonly customer_id: string };
  readonly merchant: { readonly category: string; readonly country: string };
  readonly channel: string;
  readonly amount: number;
  readonly items: readonly { readonly quantity: number; readonly unit_price: number }[];
}

describe("bank transactions", () => {
  const simulated = simulate("bank_transactions", 20_000);
  // The contract says so, and a test above proves it.
  const transactions = simulated.map(({ event }) => event as unknown as Transaction);

  it("are those of fifty customers, mostly with several items that come to the amount", () => {
    expect(new Set(transactions.map(({ customer }) => customer.customer_id)).size).toBe(50);
    for (const { amount, items } of transactions) {
      const cents = items.reduce((sum, item) => sum + item.quantity * Math.round(item.unit_price * 100), 0);
      expect(Math.round(amount * 100)).toBe(cents);
    }
    expect(transactions.filter(({ items }) => items.length > 1).length).toBeGreaterThan(15_000);
  });

  it("have amounts that are log-normal by the kind of shop", () => {
    const logs = transactions
      .filter(({ merchant }) => merchant.category === "groceries")
      .map(({ amount }) => Math.log(amount));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    const sigma = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
    // The median of the groceries is 38 dollars, and their sigma 0.7.
    expect(Math.exp(mean)).toBeCloseTo(38, -0.5);
    expect(sigma).toBeCloseTo(0.7, 1);
    // A normal distribution has no skew.
    const skew = logs.reduce((sum, log) => sum + ((log - mean) / sigma) ** 3, 0) / logs.length;
    expect(Math.abs(skew)).toBeLessThan(0.15);
  });

  it("hide a few cards that are tested with four small gift cards and then used for dear electronics", () => {
    const planted = simulated.flatMap((event, at) => (event.planted === undefined ? [] : [transactions[at]]));
    expect(planted.length / transactions.length).toBeGreaterThan(0.003);
    expect(planted.length / transactions.length).toBeLessThan(0.03);
    const frauds = Map.groupBy(planted, (transaction) => transaction?.customer.customer_id ?? "");
    for (const ofCustomer of frauds.values()) {
      const dear = ofCustomer.filter((transaction) => (transaction?.amount ?? 0) > 1000);
      const small = ofCustomer.filter((transaction) => (transaction?.amount ?? 0) <= 5);
      // The last one may have been cut off by the end of the simulation.
      expect(small.length).toBeGreaterThanOrEqual(4 * dear.length);
      expect(small.length + dear.length).toBe(ofCustomer.length);
      expect(ofCustomer.every((one) => one?.channel === "online" && one.merchant.country === "SE")).toBe(
        true,
      );
    }
    expect(JSON.stringify(transactions)).not.toMatch(/card_testing|fraud/);
  });
});

interface Click {
  readonly session_id: string;
  readonly sequence_number: number;
  readonly page_path: string;
  readonly referrer: string | null;
  readonly ip_address: string;
}

describe("click events", () => {
  // The contract says so, and a test above proves it.
  const clicks = simulate("click_events", 20_000).map(({ event }) => event as unknown as Click);
  const sessions = [...Map.groupBy(clicks, ({ session_id: id }) => id).values()];

  it("come in sessions of realistic lengths, many at the same time", () => {
    const lengths = sessions.map((session) => session.length).toSorted((left, right) => left - right);
    const bounced = lengths.filter((length) => length === 1).length / lengths.length;
    expect(bounced).toBeCloseTo(0.4, 1);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeGreaterThanOrEqual(2);
    expect(lengths.at(-1)).toBeGreaterThan(15);
    const changes = clicks.filter((click, at) => click.session_id !== clicks[at + 1]?.session_id).length;
    expect(changes).toBeGreaterThan(2 * sessions.length);
  });

  it("follow each other from page to page", () => {
    for (const session of sessions) {
      expect(session.map((click) => click.sequence_number)).toEqual(session.map((_, at) => at + 1));
      const [, ...later] = session;
      expect(later.map(({ referrer }) => referrer)).toEqual(
        session.slice(0, -1).map((click) => click.page_path),
      );
    }
  });

  it("come from addresses that are kept for documentation", () => {
    const ranges = new Set(clicks.map(({ ip_address: address }) => address.replace(/\.\d+$/, "")));
    expect([...ranges].toSorted()).toEqual(["192.0.2", "198.51.100", "203.0.113"]);
  });
});
