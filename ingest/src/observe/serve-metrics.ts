import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { IngestError } from "../errors.ts";
import type { Problems } from "./worker-health.ts";

export interface MetricsServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** The metrics in Prometheus' text format. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly aliveProblems: () => Problems;
  readonly readyProblems: () => Promise<Problems>;
}

export interface MetricsServer {
  /** http://host:port */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Answers GET /metrics, /healthz and /readyz. Throws INGEST_OPTION_INVALID where it may not listen. */
export async function serveMetrics(options: MetricsServerOptions): Promise<MetricsServer> {
  const { port, host } = options;
  const server = createServer((request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return send(response, 405, "GET only\n");
    answer(options, request.url?.split("?")[0], response).catch(() => send(response, 500, "failed\n"));
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `Cannot listen at ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}.`,
      "Name another --metrics-port, or another --metrics-host.",
      error,
    );
  }
  // A server that listens on TCP has such an address.
  const { port: listening } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${listening}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  options: MetricsServerOptions,
  path: string | undefined,
  response: ServerResponse,
): Promise<void> {
  if (path === "/metrics") {
    const { contentType, text } = await options.metrics();
    return send(response, 200, text, contentType);
  }
  if (path === "/healthz") return sendProblems(response, options.aliveProblems());
  if (path === "/readyz") return sendProblems(response, await options.readyProblems());
  return send(response, 404, "There are /metrics, /healthz and /readyz.\n");
}

function sendProblems(response: ServerResponse, problems: Problems): void {
  if (problems.length === 0) return send(response, 200, "ok\n");
  return send(response, 503, problems.map((problem) => `${problem}\n`).join(""));
}

function send(response: ServerResponse, status: number, text: string, contentType = "text/plain"): void {
  response.writeHead(status, { "content-type": contentType });
  response.end(text);
}
