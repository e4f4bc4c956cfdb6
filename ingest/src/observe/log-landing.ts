import type { Logger } from "pino";

import { IngestError } from "../errors.ts";
import type { LandObserver } from "../landing/land-observer.ts";

/** Writes one line for each thing that an operator would ask about. Never what a record holds. */
export function logLanding(feed: string, logger: Logger): LandObserver {
  const log = logger.child({ feed });
  return {
    started: () => log.info("landing started"),
    assigned: (partitions) => log.info({ partitions }, "partitions assigned"),
    segmentCreated({ segment, deadReasons, sizeBytes, ageMs, uploadMs }) {
      const { partition, position, coveredEnd, records, violating, dead, gapCounts } = segment;
      const counts = { records, violating, dead, gapCounts };
      log.info({ partition, position, coveredEnd, ...counts, sizeBytes, ageMs, uploadMs }, "segment created");
      if (dead > 0) {
        const reasons = Object.fromEntries(deadReasons);
        log.warn({ partition, position, reasons, deadObject: segment.deadObject }, "dead letters written");
      }
    },
    raceLost: (lost) => log.warn(lost, "another worker's segment is in this place"),
    // In every catching up, many times a minute.
    paused: (partitions) => log.debug({ partitions }, "reading paused, too much waits for the store"),
    resumed: (partitions) => log.debug({ partitions }, "reading resumed"),
    quarantined: ({ partition, error }) =>
      log.error({ partition, ...describeFailure(error) }, "partition left alone"),
    committed: (positions) => log.debug({ positions }, "group offsets committed"),
    failed: (error) => log.error(describeFailure(error), "landing failed"),
    ended: () => log.info("landing ended"),
  };
}

/**
 * The code, message and hint of an expected failure. Of any other error only its name: its message may quote what was
 * read, as that of JSON.parse does.
 */
function describeFailure(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof IngestError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: "UNEXPECTED", name: error instanceof Error ? error.name : typeof error };
}
