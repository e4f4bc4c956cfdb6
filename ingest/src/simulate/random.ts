/** A repeatable source of numbers: the same seed always gives the same series. */
export interface Random {
  /** A number in [0, 1). */
  fraction(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** A number within `spread` of `center`. */
  around(center: number, spread: number): number;
}

/** Makes a repeatable source from a seed (the mulberry32 algorithm: small, and good enough for samples). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    integer: (min, max) => min + Math.floor(fraction() * (max - min + 1)),
    around: (center, spread) => center + (fraction() * 2 - 1) * spread,
  };
}
