/**
 * Runs `read` on each item and gives the results in the items' order, with up to `count` reads under way at a time.
 * A read that fails throws at its turn.
 */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  read: (item: Item) => Promise<Result>,
  count: number,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const result = read(item);
    // It is awaited at its turn; until then its failure must not end the process.
    result.catch(() => undefined);
    underWay.push(result);
    if (underWay.length >= count) yield await takeFirst(underWay);
  }
  while (underWay.length > 0) yield await takeFirst(underWay);
}

async function takeFirst<Result>(underWay: Promise<Result>[]): Promise<Result> {
  const first = underWay.shift();
  if (first === undefined) throw new RangeError("nothing is under way");
  return await first;
}
