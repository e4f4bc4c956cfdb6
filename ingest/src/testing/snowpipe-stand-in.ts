import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { checkSnowpipeToken, type TokenOwner } from "./check-snowpipe-token.ts";
import { pipeQueue, type LoadFile, type PipeQueue } from "./pipe-queue.ts";

/** How a request is spoilt: answered with a status, or carried out and then not answered. */
type Fault = { readonly status: number; readonly retryAfterSeconds?: number } | "lost answer";

type EndpointName = "insertFiles" | "insertReport" | "loadHistoryScan";

export interface StandInOptions {
  readonly owner: TokenOwner;
  /** The pipes that exist, by full name in upper case, each with its pattern. */
  readonly pipes: Readonly<Record<string, RegExp>>;
  /** Loads one file of a pipe into the table behind it. */
  readonly loadFile: (pipe: string, path: string) => ReturnType<LoadFile>;
  readonly now?: () => Date;
}

/**
 * A stand-in for Snowpipe's REST API, written from its published description: token, queue, reports, the 14 days in
 * which a path is taken once. It has never been compared with Snowflake, so a green test here shows that our side
 * keeps that description, and nothing about Snowflake.
 */
export interface SnowpipeStandIn {
  readonly url: string;
  /** Every request that was let in, in order. */
  readonly requests: readonly { readonly name: EndpointName; readonly files: number }[];
  /** Spoils the next requests of one kind, one each. */
  spoil(name: EndpointName, ...faults: readonly Fault[]): void;
  /** The queue of a pipe: to hold it, let it go on, forget reports. */
  queue(pipe: string): PipeQueue;
  close(): Promise<void>;
}

const mostFiles = 5000;
const longestPathBytes = 1024;

export async function startSnowpipeStandIn(options: StandInOptions): Promise<SnowpipeStandIn> {
  const { owner, pipes, loadFile, now = () => new Date() } = options;
  const queues = new Map(
    Object.entries(pipes).map(([name, pattern]) => [
      name,
      pipeQueue({ name, pattern, now, loadFile: async (path) => await loadFile(name, path) }),
    ]),
  );
  const requests: { name: EndpointName; files: number }[] = [];
  const faults = new Map<EndpointName, Fault[]>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const [, pipeName = "", name = ""] = /^\/v1\/data\/pipes\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    const wrong = checkSnowpipeToken(request.headers.authorization, owner, now());
    if (wrong !== undefined)
      return send(response, 401, { code: "390144", message: `JWT token is invalid: ${wrong}` });
    const queue = queues.get(decodeURIComponent(pipeName).toUpperCase());
    if (queue === undefined || !isEndpoint(name)) {
      return send(response, 404, { message: "Specified object does not exist or not authorized." });
    }
    const body = await readBody(request);
    const fault = faults.get(name)?.shift();
    if (fault !== undefined && fault !== "lost answer") {
      if (fault.retryAfterSeconds !== undefined) response.setHeader("retry-after", fault.retryAfterSeconds);
      return send(response, fault.status, { message: "the test spoils this request" });
    }
    const result = serve(queue, name, url.searchParams, request.headers["content-type"], body);
    requests.push({ name, files: result.files ?? 0 });
    if (fault === "lost answer") response.destroy();
    else send(response, result.status, result.json);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { message: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stand-in has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    spoil: (name, ...more) => void faults.set(name, [...(faults.get(name) ?? []), ...more]),
    queue(pipe) {
      const queue = queues.get(pipe);
      if (queue === undefined) throw new RangeError(`no pipe ${pipe}`);
      return queue;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      for (const queue of queues.values()) await queue.close();
    },
  };
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly files?: number;
}

function serve(
  queue: PipeQueue,
  name: EndpointName,
  query: URLSearchParams,
  contentType: string | undefined,
  body: string,
): Answer {
  if (name === "insertReport")
    return { status: 200, json: queue.report(query.get("beginMark") ?? undefined) };
  if (name === "loadHistoryScan") {
    const start = query.get("startTimeInclusive");
    if (start === null) return { status: 400, json: { message: "startTimeInclusive is missing" } };
    return { status: 200, json: queue.history(start, query.get("endTimeExclusive") ?? undefined) };
  }
  if (contentType !== "application/json") return { status: 415, json: { message: "Content-Type" } };
  const paths = readPaths(body);
  if (paths === undefined) return { status: 500, json: { message: "the body could not be parsed" } };
  if (paths.length > mostFiles) return { status: 429, json: { message: "more than 5,000 files" } };
  if (paths.length === 0 || paths.some((path) => Buffer.byteLength(path) > longestPathBytes)) {
    return { status: 400, json: { message: "no files, or a path that is too long" } };
  }
  const { skipped, unmatched } = queue.submit(paths);
  const json = {
    requestId: query.get("requestId"),
    responseCode: "SUCCESS",
    ...(unmatched.length === 0 ? {} : { unmatchedPatternFiles: unmatched }),
    ...(query.get("showSkippedFiles") === "true" ? { skippedFiles: skipped } : {}),
  };
  return { status: 200, json, files: paths.length };
}

function readPaths(body: string): readonly string[] | undefined {
  try {
    // What a client sends is checked member by member.
    const { files } = JSON.parse(body) as { readonly files: readonly { readonly path: unknown }[] };
    return files.map(({ path }) => String(path));
  } catch {
    return undefined;
  }
}

function isEndpoint(name: string): name is EndpointName {
  return name === "insertFiles" || name === "insertReport" || name === "loadHistoryScan";
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  return body;
}

function send(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}
