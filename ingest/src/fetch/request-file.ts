import { open } from "node:fs/promises";
import { IngestError } from "../errors.ts";
import { beginPart, dropPart, partPath, type ResumePoint } from "./part-file.ts";

export interface FileRequest {
  readonly url: string;
  readonly target: string;
  /** Ask only for what is missing of this version. */
  readonly resume?: ResumePoint;
  /** Ask only for a version other than this one. */
  readonly knownEtag?: string;
  /** Give up when no byte arrives for so long. */
  readonly idleTimeoutMs: number;
  readonly onProgress: (progress: FetchProgress) => void;
}

export interface FetchProgress {
  readonly receivedBytes: number;
  /** Undefined when the publisher does not say. */
  readonly totalBytes?: number;
}

/** How one request ended, when it did not end in an error that is final. */
export type RequestOutcome =
  | { readonly kind: "complete"; readonly etag?: string }
  | { readonly kind: "unchanged" }
  /** Worth another try: what has arrived lies in the part file if it can be resumed. */
  | { readonly kind: "interrupted"; readonly reason: string; readonly retryAfterMs?: number };

/**
 * Makes one request and writes its body to the part file. Throws FETCH_REFUSED or FETCH_NOT_DATA, and the error
 * of the file system when the part file cannot be written.
 */
export async function requestFile(request: FileRequest): Promise<RequestOutcome> {
  const idle = idleTimer(request.idleTimeoutMs);
  try {
    const response = await fetch(request.url, { headers: headersOf(request), signal: idle.signal });
    try {
      return await receive(request, response, idle.touch);
    } finally {
      // A body that nobody reads would keep its connection open.
      await response.body?.cancel().catch(() => undefined);
    }
  } catch (error) {
    if (idle.signal.aborted) {
      const reason = `no byte arrived for ${request.idleTimeoutMs / 1000} seconds`;
      return { kind: "interrupted", reason };
    }
    // fetch reports every failure of the network as a TypeError, also while the body is read.
    if (error instanceof TypeError) return { kind: "interrupted", reason: describeNetworkError(error) };
    throw error;
  } finally {
    idle.stop();
  }
}

function headersOf({ resume, knownEtag }: FileRequest): Record<string, string> {
  // Compressed transfers have no byte positions that could be resumed.
  const headers: Record<string, string> = { "accept-encoding": "identity", "user-agent": "headwater" };
  if (resume !== undefined) {
    headers["range"] = `bytes=${resume.offsetBytes}-`;
    headers["if-range"] = resume.etag;
  } else if (knownEtag !== undefined) {
    headers["if-none-match"] = knownEtag;
  }
  return headers;
}

async function receive(request: FileRequest, response: Response, touch: () => void): Promise<RequestOutcome> {
  const { url, target, resume } = request;
  if (response.status === 304) return { kind: "unchanged" };
  if (response.status === 206 && resume !== undefined) {
    const range = parseContentRange(response.headers.get("content-range"));
    const etag = strongEtag(response);
    if (range?.startBytes !== resume.offsetBytes || (etag !== undefined && etag !== resume.etag)) {
      await dropPart(target);
      return { kind: "interrupted", reason: "the publisher sent another part than the one asked for" };
    }
    return await store(request, response, resume.offsetBytes, range.totalBytes, resume.etag, touch);
  }
  if (response.status === 416) {
    await dropPart(target);
    return { kind: "interrupted", reason: "the content is shorter than what had arrived" };
  }
  if (response.status !== 200) return refuseOrRetry(url, response);
  if (/^text\/html\b/i.test(response.headers.get("content-type") ?? "")) {
    throw new IngestError(
      "FETCH_NOT_DATA",
      `${url} gave a web page instead of a data file.`,
      "Open the address in a browser. The publisher may have moved the file: then correct url in feed.yml.",
    );
  }
  const isEncoded = !["identity", null].includes(response.headers.get("content-encoding"));
  const etag = isEncoded ? undefined : strongEtag(response);
  const length = response.headers.get("content-length");
  await beginPart(target, url, etag);
  return await store(
    request,
    response,
    0,
    isEncoded || length === null ? undefined : Number(length),
    etag,
    touch,
  );
}

/** Appends the body to the part file, from `startBytes` on. */
async function store(
  { target, onProgress }: FileRequest,
  response: Response,
  startBytes: number,
  totalBytes: number | undefined,
  etag: string | undefined,
  touch: () => void,
): Promise<RequestOutcome> {
  let receivedBytes = startBytes;
  // Written chunk by chunk: a stream would drop what it still holds when the connection is cut.
  const file = await open(partPath(target), startBytes === 0 ? "w" : "a");
  try {
    for await (const chunk of response.body ?? []) {
      touch();
      await file.writeFile(chunk);
      receivedBytes += chunk.length;
      onProgress(totalBytes === undefined ? { receivedBytes } : { receivedBytes, totalBytes });
    }
  } finally {
    await file.close();
  }
  if (totalBytes !== undefined && receivedBytes !== totalBytes) {
    return { kind: "interrupted", reason: `${receivedBytes} of ${totalBytes} bytes arrived` };
  }
  return etag === undefined ? { kind: "complete" } : { kind: "complete", etag };
}

function refuseOrRetry(url: string, response: Response): RequestOutcome {
  const status = `${response.status} ${response.statusText}`.trim();
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) {
    const retryAfterMs = Number(response.headers.get("retry-after") ?? Number.NaN) * 1000;
    const reason = `the publisher answered ${status}`;
    return Number.isNaN(retryAfterMs)
      ? { kind: "interrupted", reason }
      : { kind: "interrupted", reason, retryAfterMs };
  }
  throw new IngestError(
    "FETCH_REFUSED",
    `${url} answered ${status}.`,
    "Open the address in a browser. The publisher may have moved the file: then correct url in feed.yml.",
  );
}

/** Reads "bytes 100-199/200"; undefined for anything else. */
function parseContentRange(
  header: string | null,
): { readonly startBytes: number; readonly totalBytes?: number } | undefined {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header ?? "") ?? [];
  if (start === undefined) return undefined;
  return total === "*"
    ? { startBytes: Number(start) }
    : { startBytes: Number(start), totalBytes: Number(total) };
}

/** The version of the content. A weak one (W/) does not promise the same bytes, so it is of no use here. */
function strongEtag(response: Response): string | undefined {
  const etag = response.headers.get("etag");
  return etag === null || etag.startsWith("W/") ? undefined : etag;
}

/** A signal that fires when `touch` was not called for a while. */
function idleTimer(timeoutMs: number): { signal: AbortSignal; touch: () => void; stop: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  return { signal: controller.signal, touch: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

/** fetch says only "fetch failed" and hides the reason in its cause. */
function describeNetworkError(error: TypeError): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
