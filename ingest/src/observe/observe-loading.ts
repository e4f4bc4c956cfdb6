import type { PipeBacklog } from "../load/snowflake/snowpipe-loader.ts";
import { createMetrics } from "./metrics.ts";
import { defaultMetricsHost } from "./observation-options.ts";
import { serveMetrics } from "./serve-metrics.ts";

export interface ObserveLoadingOptions {
  readonly version: string;
  /** 0 takes any free one. */
  readonly metricsPort: number;
  readonly metricsHost?: string;
}

/** What a run of a loader tells while it waits for a pipe. */
export interface LoadingObservation {
  /** http://host:port */
  readonly address: string;
  readonly onBacklog: (backlog: PipeBacklog) => void;
  readonly close: () => Promise<void>;
}

/** Serves the metrics of one run of a loader. Throws INGEST_OPTION_INVALID if the port cannot be listened on. */
export async function observeLoading(options: ObserveLoadingOptions): Promise<LoadingObservation> {
  const metrics = createMetrics(options.version);
  const server = await serveMetrics({
    port: options.metricsPort,
    host: options.metricsHost ?? defaultMetricsHost,
    metrics: async () => ({
      contentType: metrics.register.contentType,
      text: await metrics.register.metrics(),
    }),
    // It ends by itself when it cannot go on.
    aliveProblems: () => [],
    readyProblems: async () => [],
  });
  return {
    address: server.address,
    onBacklog({ feed, files, sizeBytes }) {
      metrics.snowpipeBacklogFiles.set({ feed }, files);
      metrics.snowpipeBacklogBytes.set({ feed }, sizeBytes);
    },
    close: () => server.close(),
  };
}
