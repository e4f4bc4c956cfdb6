import { setTimeout as wait } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { readAhead } from "./read-ahead.ts";

/** Reads numbers, each taking a while, and tells how many were under way at most. */
async function readNumbers(
  items: readonly number[],
  weigh: (item: number) => number,
): Promise<{ readonly results: readonly number[]; readonly most: number }> {
  let underWay = 0;
  let most = 0;
  const read = async (item: number): Promise<number> => {
    most = Math.max(most, ++underWay);
    await wait(5 - item);
    underWay--;
    return item * 10;
  };
  const results: number[] = [];
  for await (const result of readAhead(items, read, weigh, { count: 2, weight: 10 })) results.push(result);
  return { results, most };
}

describe("readAhead", () => {
  it("gives results in order, with no more reads under way than allowed", async () => {
    expect(await readNumbers([1, 2, 3, 4], () => 1)).toEqual({ results: [10, 20, 30, 40], most: 2 });
  });

  it("reads heavy items one at a time, even those above the limit", async () => {
    expect(await readNumbers([1, 2, 3], () => 11)).toEqual({ results: [10, 20, 30], most: 1 });
  });

  it("throws a failed read at its turn, after the results before it", async () => {
    const results: number[] = [];
    const read = async (item: number): Promise<number> => {
      if (item === 2) throw new Error("no second one");
      return item;
    };
    const reading = (async () => {
      for await (const result of readAhead([1, 2, 3], read, () => 1, { count: 3, weight: 9 })) {
        results.push(result);
      }
    })();
    await expect(reading).rejects.toThrow("no second one");
    expect(results).toEqual([1]);
  });
});
