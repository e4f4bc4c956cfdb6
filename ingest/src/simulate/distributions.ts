import type { Random } from "./random.ts";

/** A time until the next of many independent arrivals: most are short, a few are long. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.fraction());
}

/**
 * A quantity that varies by factors, such as a price or a time on a page: half the values are below `median`, and
 * two thirds lie within a factor of e^sigma around it.
 */
export function logNormal(random: Random, median: number, sigma: number): number {
  // Box and Muller: two even numbers give one of the normal distribution.
  const radius = Math.sqrt(-2 * Math.log(1 - random.fraction()));
  return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * random.fraction()));
}

/** One element of a list, each as likely as the other. Throws RangeError for an empty list. */
export function pick<Element>(random: Random, list: readonly Element[]): Element {
  const found = list[random.integer(0, list.length - 1)];
  if (found === undefined) throw new RangeError("Nothing can be picked from an empty list.");
  return found;
}

/** One element of a list, as likely as its weight among the weights of all. */
export function pickWeighted<Element extends { readonly weight: number }>(
  random: Random,
  list: readonly Element[],
): Element {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.fraction() * total;
  for (const element of list) {
    left -= element.weight;
    if (left < 0) return element;
  }
  return pick(random, list.slice(-1));
}
