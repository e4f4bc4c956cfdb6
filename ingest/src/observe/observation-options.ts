// Apart from the modules that use them: the command line needs these without loading the clients.

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Only this machine may ask, unless the operator says otherwise. */
export const defaultMetricsHost = "127.0.0.1";
