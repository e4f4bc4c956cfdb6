import type { DestinationStream } from "pino";

import type { LandObserver } from "../landing/land-observer.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { createLogger } from "./create-logger.ts";
import { joinObservers } from "./join-observers.ts";
import { logLanding } from "./log-landing.ts";
import { meterLanding, type LandingMeter } from "./meter-landing.ts";
import { createMetrics, measureProcess, type Metrics } from "./metrics.ts";
import { defaultMetricsHost, type LogLevel } from "./observation-options.ts";
import { probeStore } from "./probe-store.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { WorkerHealth } from "./worker-health.ts";

export interface ObserveWorkerOptions {
  readonly store: ObjectStore;
  readonly version: string;
  readonly logLevel: LogLevel;
  /** Without a port there is no server. 0 takes any free one. */
  readonly metricsPort?: number;
  readonly metricsHost?: string;
  /** Where log lines go instead of standard error. */
  readonly logDestination?: DestinationStream;
  readonly now?: () => number;
}

/** The metrics, health and logs of one worker process. */
export interface WorkerObservation {
  /** http://host:port of the metrics, if they are served. */
  readonly address: string | undefined;
  readonly metrics: Metrics;
  /** What to give `landStream` for a feed. */
  readonly observe: (feed: string) => LandObserver;
  readonly close: () => Promise<void>;
}

/** Begins to observe a worker. Throws INGEST_OPTION_INVALID if the port cannot be listened on. */
export async function observeWorker(options: ObserveWorkerOptions): Promise<WorkerObservation> {
  const { store, version, logLevel, metricsPort, now = Date.now } = options;
  const logger = createLogger(logLevel, version, options.logDestination);
  const metrics = createMetrics(version);
  const health = new WorkerHealth(now);
  const meters: LandingMeter[] = [];
  const isReachable = probeStore(store, now);

  if (metricsPort !== undefined) measureProcess(metrics.register);
  const server =
    metricsPort === undefined
      ? undefined
      : await serveMetrics({
          port: metricsPort,
          host: options.metricsHost ?? defaultMetricsHost,
          async metrics() {
            for (const meter of meters) meter.collect();
            return { contentType: metrics.register.contentType, text: await metrics.register.metrics() };
          },
          aliveProblems: () => health.aliveProblems(),
          readyProblems: async () => [
            ...health.readyProblems(),
            ...((await isReachable()) ? [] : [`the store ${store.location} does not answer`]),
          ],
        });
  if (server) logger.info({ address: server.address }, "metrics are served");

  return {
    address: server?.address,
    metrics,
    observe(feed) {
      const meter = meterLanding(feed, metrics, now);
      meters.push(meter);
      return joinObservers([meter, logLanding(feed, logger), health.watch(feed)]);
    },
    async close() {
      await server?.close();
      metrics.register.clear();
    },
  };
}
