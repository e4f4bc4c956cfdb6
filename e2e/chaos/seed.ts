/** HEADWATER_SEED, to make a failed run's schedule again (not its timing); otherwise a new one for each run. */
export function readSeed(): number {
  const given = process.env["HEADWATER_SEED"];
  return given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);
}
