/** Runs some work when its turn comes. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets so many works run at a time, the others in the order in which they came. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The slot goes on to the next one without becoming free in between.
      if (next) next();
      else free++;
    }
  };
}
