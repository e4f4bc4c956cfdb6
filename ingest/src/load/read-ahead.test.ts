import { setTimeout as wait } from "node:timers/promises";

import { expect, it } from "vitest";

import { readAhead } from "./read-ahead.ts";

it("gives results in order, with no more reads under way than allowed", async () => {
  let underWay = 0;
  let most = 0;
  const read = async (item: number): Promise<number> => {
    most = Math.max(most, ++underWay);
    await wait(5 - item);
    underWay--;
    return item * 10;
  };
  const results: number[] = [];
  for await (const result of readAhead([1, 2, 3, 4, 5], read, 2)) results.push(result);
  expect(results).toEqual([10, 20, 30, 40, 50]);
  expect(most).toBe(2);
});

it("throws a failed read at its turn, after the results before it", async () => {
  const results: number[] = [];
  const read = async (item: number): Promise<number> => {
    if (item === 2) throw new Error("no second one");
    return item;
  };
  const reading = (async () => {
    for await (const result of readAhead([1, 2, 3], read, 3)) results.push(result);
  })();
  await expect(reading).rejects.toThrow("no second one");
  expect(results).toEqual([1]);
});
