/** How much may be under way at a time. One item always may, however much it weighs. */
export interface ReadAheadLimits {
  readonly count: number;
  readonly weight: number;
}

interface Reading<Result> {
  readonly result: Promise<Result>;
  readonly weight: number;
}

/**
 * Runs `read` on each item and gives the results in the items' order, with several reads under way within the
 * limits. A read that fails throws at its turn.
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  read: (item: Item) => Promise<Result>,
  weigh: (item: Item) => number,
  limits: ReadAheadLimits,
): AsyncGenerator<Result> {
  const underWay: Reading<Result>[] = [];
  const isFull = (next: number): boolean =>
    underWay.length >= limits.count ||
    underWay.reduce((sum, { weight }) => sum + weight, next) > limits.weight;
  for (const item of items) {
    const weight = weigh(item);
    while (underWay.length > 0 && isFull(weight)) yield await takeFirst(underWay);
    const result = read(item);
    // It is awaited at its turn; until then its failure must not end the process.
    result.catch(() => undefined);
    underWay.push({ result, weight });
  }
  while (underWay.length > 0) yield await takeFirst(underWay);
}

async function takeFirst<Result>(underWay: Reading<Result>[]): Promise<Result> {
  const first = underWay.shift();
  if (first === undefined) throw new RangeError("nothing is under way");
  return await first.result;
}
