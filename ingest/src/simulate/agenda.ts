/** What is still to happen in a simulated world, in the order of time. */
export interface Agenda<Entry> {
  add(timeMs: number, entry: Entry): void;
  /** Takes the earliest entry if it is due by `timeMs`; of two at one moment, the one that was added first. */
  takeDue(timeMs: number): { readonly timeMs: number; readonly entry: Entry } | undefined;
}

/** Makes an empty agenda. It is meant for hundreds of entries, so a sorted list is enough. */
export function createAgenda<Entry>(): Agenda<Entry> {
  const waiting: { readonly timeMs: number; readonly entry: Entry }[] = [];
  return {
    add: (timeMs, entry) => {
      const place = waiting.findLastIndex((other) => other.timeMs <= timeMs) + 1;
      waiting.splice(place, 0, { timeMs, entry });
    },
    takeDue: (timeMs) => {
      const [first] = waiting;
      return first !== undefined && first.timeMs <= timeMs ? waiting.shift() : undefined;
    },
  };
}
