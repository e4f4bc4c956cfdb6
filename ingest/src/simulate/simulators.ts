import { bankSimulator } from "./bank-simulator.ts";
import { clickSimulator } from "./click-simulator.ts";
import type { Simulator } from "./simulator.ts";

/** Every feed whose events `headwater produce` can make up. */
export const simulators: readonly Simulator[] = [bankSimulator, clickSimulator];

/** The simulator of a feed; undefined if its events can only be made from files. */
export function findSimulator(feedName: string): Simulator | undefined {
  return simulators.find((candidate) => candidate.feed === feedName);
}
