/** A length of time as it is written in feed.yml, for example "36h". */
export interface Duration {
  readonly count: number;
  readonly period: "minute" | "hour" | "day";
  readonly durationMs: number;
}

const PERIODS = {
  m: { period: "minute", lengthMs: 60_000 },
  h: { period: "hour", lengthMs: 3_600_000 },
  d: { period: "day", lengthMs: 86_400_000 },
} as const;

/** Reads "45m", "36h" or "400d"; undefined for everything else, zero included. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^([1-9]\d{0,5})([mhd])$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const count = Number(match[1]);
  // The pattern admits these three letters only.
  const { period, lengthMs } = PERIODS[match[2] as keyof typeof PERIODS];
  return { count, period, durationMs: count * lengthMs };
}
