import { InvalidArgumentError } from "commander";

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 };
const unitBytes = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** Reads "32MiB", "500KiB" or a number of bytes. */
export function readSizeBytes(text: string): number {
  const match = /^([1-9]\d{0,14})(KiB|MiB|GiB)?$/.exec(text);
  if (!match) throw new InvalidArgumentError("Give a number of bytes, or a size such as 32MiB.");
  // The pattern admits these three units only.
  const unit = match[2] as keyof typeof unitBytes | undefined;
  return Number(match[1]) * (unit === undefined ? 1 : unitBytes[unit]);
}

/** Reads a whole number of at least 1. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("Give a whole number of at least 1.");
  return Number(text);
}

/** Reads "0,2". */
export function readPartitions(text: string): readonly number[] {
  if (/^\d{1,6}(,\d{1,6})*$/.test(text)) return text.split(",").map(Number);
  throw new InvalidArgumentError("Give one or more numbers from 0 on, separated by commas.");
}

/** Reads the number of a TCP port; 0 stands for any free one. */
export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("Give a port, 0 to 65535.");
}

/** Reads "30s", "5m" or "1h" as milliseconds. */
export function readDurationMs(text: string): number {
  const match = /^([1-9]\d{0,5})([smh])$/.exec(text);
  if (!match) throw new InvalidArgumentError("Give a time such as 30s, 5m or 1h.");
  // The pattern admits these three letters only.
  return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
}

/** Reads "host:port,host:port". */
export function readBrokers(text: string): readonly string[] {
  const brokers = text.split(",").map((broker) => broker.trim());
  if (brokers.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker))) return brokers;
  throw new InvalidArgumentError("Give one or more host:port, separated by commas.");
}

/** Reads a share such as 0.05. Below 1, so that something is left to be late or repeated. */
export function readShare(text: string): number {
  const share = Number(text);
  if (/^\d*\.?\d+$/.test(text) && share < 1) return share;
  throw new InvalidArgumentError("Give a share from 0 to below 1, such as 0.05.");
}

/** Reads a number of events per second, such as 0.5 or 200. */
export function readRate(text: string): number {
  const rate = Number(text);
  if (/^\d*\.?\d+$/.test(text) && rate > 0 && rate <= 1e6) return rate;
  throw new InvalidArgumentError("Give a number of events per second above 0, such as 0.5 or 200.");
}

/** Reads a seed: a whole number of 32 bits. */
export function readSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new InvalidArgumentError("Give a whole number from 0 to 4294967295.");
}

/** Reads a moment such as 2024-01-01T00:00:00Z as milliseconds since 1970. */
export function readMomentMs(text: string): number {
  const timeMs = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new InvalidArgumentError(
    "Give a day or a moment in UTC, such as 2024-01-01 or 2024-01-01T08:00:00Z.",
  );
}
