import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** An HTTP server on this machine that answers as a test tells it to. */
export interface LoopbackServer {
  readonly url: string;
  /** Every request so far: its path and the headers that matter to a download. */
  readonly requests: readonly SeenRequest[];
  /** Cuts every open connection. */
  cut(): void;
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Answers one request; `index` counts the requests from 0. */
export type Answer = (response: ServerResponse, request: SeenRequest, index: number) => void;

export async function startLoopbackServer(answer: Answer): Promise<LoopbackServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const seen: SeenRequest = {
      path: request.url ?? "",
      range: request.headers.range,
      ifRange: textOf(request.headers["if-range"]),
      ifNoneMatch: request.headers["if-none-match"],
    };
    requests.push(seen);
    answer(response, seen, requests.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends `content` as a well-behaved publisher does: with ranges, versions and conditions. */
export function sendFile(
  response: ServerResponse,
  request: SeenRequest,
  content: string,
  etag: string,
): void {
  response.setHeader("etag", etag);
  if (request.ifNoneMatch === etag) {
    response.writeHead(304).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.range ?? "")?.[1] ?? 0);
  if (start > 0 && request.ifRange === etag) {
    response.setHeader("content-range", `bytes ${start}-${content.length - 1}/${content.length}`);
    response.writeHead(206, { "content-length": content.length - start });
    response.end(content.slice(start));
    return;
  }
  response.writeHead(200, { "content-length": content.length }).end(content);
}

/** Promises the whole content, sends its first bytes, and then nothing more: cut it, or let the client wait. */
export function sendBeginning(
  response: ServerResponse,
  content: string,
  sentBytes: number,
  etag?: string,
): void {
  if (etag !== undefined) response.setHeader("etag", etag);
  response.writeHead(200, { "content-length": content.length });
  response.write(content.slice(0, sentBytes));
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.[0];
}
