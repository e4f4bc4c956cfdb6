import { once } from "node:events";
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { Random } from "../gate/fuzz/random.ts";

/** What may happen to a request on its way to the store. */
export const faults = [
  "429",
  "500",
  "503",
  "reset before the body",
  "reset after the body",
  "answer lost",
  "slow",
] as const;
export type Fault = (typeof faults)[number];

/** Where the upload of a segment stands when a trap springs. */
export const moments = ["before upload", "during upload", "after upload", "before commit"] as const;
export type Moment = (typeof moments)[number];

/** Waits for the next upload of a segment, and springs at its moment. */
export interface Trap {
  readonly moment: Moment | "held back";
  /** Whether to wait for another one: this worker may be dead already, and its last requests still on their way. */
  readonly isFor?: (worker: string) => boolean;
  /** Told who uploads what. A trap that holds the upload back goes on with it when this is done. */
  readonly spring: (worker: string, object: string) => Promise<void> | void;
}

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface FaultProxyOptions {
  /** The store's address. */
  readonly target: string;
  readonly random: Random;
  /** The share of requests that something happens to. */
  readonly faultShare: number;
  /** How long a slow upload takes. */
  readonly slowMs: number;
}

const segmentShape = /\/\d{20}\.ndjson\.(?:gz|zst)$/;

/** Stands between workers and the store. Each worker has a port of its own, so that it is known who asks. */
export class FaultProxy {
  readonly #options: FaultProxyOptions;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #servers: Server[] = [];
  readonly #counts = new Map<string, number>();
  /** Who created which segment, as the store said. */
  readonly created = new Map<string, string>();
  /** What is to happen next, in any order: every fault once, before any of them happens again. */
  readonly #deck: Fault[] = [];
  #faultShare: number;
  #trap: Trap | undefined;

  constructor(options: FaultProxyOptions) {
    this.#options = options;
    this.#faultShare = options.faultShare;
  }

  /** A new address for one worker. */
  async open(worker: string): Promise<string> {
    const server = createServer((request, response) => {
      // A worker that was killed in the middle of a request is what this is for.
      this.#handle(worker, request, response).catch(() => request.socket.destroy());
    });
    this.#servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server has no port");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Sets the trap for the next upload of a segment, or takes it away. */
  set trap(trap: Trap | undefined) {
    this.#trap = trap;
  }

  /** From now on everything is passed on. */
  calm(): void {
    this.#faultShare = 0;
    this.#trap = undefined;
  }

  /** How often each thing has happened. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  close(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
    this.#agent.destroy();
  }

  async #handle(worker: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const object = uploadedObject(request);
    const isSegment = object !== undefined && segmentShape.test(object);
    this.#count(
      object === undefined ? "requests to read" : isSegment ? "uploads of segments" : "other uploads",
    );
    const trap = this.#trap;
    if (isSegment && trap && trap.isFor?.(worker) !== false) {
      this.#trap = undefined;
      return await this.#spring(trap, worker, object, request, response);
    }
    const fault = this.#roll(object !== undefined);
    if (fault !== undefined) this.#count(fault);
    await this.#passOn(worker, object, fault, request, response);
  }

  #roll(isUpload: boolean): Fault | undefined {
    const { random } = this.#options;
    if (random.next() >= this.#faultShare) return undefined;
    if (this.#deck.length === 0) this.#deck.push(...faults);
    const at = random.below(this.#deck.length);
    // Only an upload can be slow: another request leaves that card to the next one.
    if (this.#deck[at] === "slow" && !isUpload) return "503";
    return this.#deck.splice(at, 1)[0];
  }

  async #passOn(
    worker: string,
    object: string | undefined,
    fault: Fault | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (fault === "reset before the body") return void request.socket.resetAndDestroy();
    const body = await bodyOf(request);
    if (fault === "reset after the body") return void request.socket.resetAndDestroy();
    if (fault === "429" || fault === "500" || fault === "503") {
      return send(response, { status: Number(fault), headers: {}, body: Buffer.from(`made-up ${fault}`) });
    }
    if (fault === "slow") await sleep(this.#options.slowMs);
    const answer = await this.#forward(request, body);
    this.#note(worker, object, answer);
    if (fault === "answer lost") request.socket.resetAndDestroy();
    else send(response, answer);
  }

  async #spring(
    trap: Trap,
    worker: string,
    object: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    let hasSprung = false;
    const spring = async (): Promise<void> => {
      hasSprung = true;
      await trap.spring(worker, object);
    };
    try {
      await this.#springAt(trap.moment, spring, worker, object, request, response);
    } catch (error) {
      // The connection has ended too early: the next upload will do.
      if (!hasSprung) this.#trap ??= trap;
      throw error;
    }
  }

  async #springAt(
    moment: Trap["moment"],
    spring: () => Promise<void>,
    worker: string,
    object: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (moment === "before upload") return await spring();
    const body = await bodyOf(request);
    if (moment === "during upload") {
      await spring();
      return await this.#forwardHalf(request, body);
    }
    if (moment === "held back") await spring();
    const answer = await this.#forward(request, body);
    this.#note(worker, object, answer);
    if (moment === "after upload") return await spring();
    const sent = Promise.race([once(response, "finish"), once(response, "close")]);
    send(response, answer);
    if (moment !== "before commit") return;
    await sent;
    await spring();
  }

  async #forward(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const upstream = this.#upstream(request, body.length);
    upstream.end(body);
    // The event has this one argument.
    const [answer] = (await once(upstream, "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: await bodyOf(answer) };
  }

  /** As a connection that breaks in the middle looks to the store. */
  async #forwardHalf(request: IncomingMessage, body: Buffer): Promise<void> {
    const upstream = this.#upstream(request, body.length);
    upstream.on("error", () => undefined);
    await new Promise<void>(
      (written) => void upstream.write(body.subarray(0, body.length / 2), () => written()),
    );
    upstream.destroy();
  }

  #upstream(request: IncomingMessage, length: number): ReturnType<typeof httpRequest> {
    const { "transfer-encoding": _chunked, connection: _connection, ...headers } = request.headers;
    return httpRequest(new URL(request.url ?? "/", this.#options.target), {
      method: request.method ?? "GET",
      headers: { ...headers, "content-length": String(length) },
      agent: this.#agent,
    });
  }

  #note(worker: string, object: string | undefined, { status }: Answer): void {
    if (object === undefined) return;
    if (status === 200) this.created.set(object, worker);
    this.#count(`uploads answered with ${status}`);
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }
}

/** The name of the object that a request uploads; undefined for any other request. */
function uploadedObject({ method, url = "" }: IncomingMessage): string | undefined {
  if (method !== "POST" || !url.startsWith("/upload/")) return undefined;
  return new URL(url, "http://store").searchParams.get("name") ?? undefined;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const {
    "transfer-encoding": _chunked,
    "content-length": _length,
    connection: _connection,
    ...kept
  } = headers;
  response.writeHead(status, { ...kept, "content-length": String(body.length) });
  response.end(body);
}
