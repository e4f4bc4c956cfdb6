import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import { IngestError } from "../../errors.ts";
import type { TokenSource } from "./snowpipe-token.ts";

/** A file for a pipe. The path is relative to the pipe's stage. */
interface PipeFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** What a pipe says about a file. */
export interface FileReport {
  readonly path: string;
  readonly status: "LOADED" | "LOAD_IN_PROGRESS" | "LOAD_FAILED" | "PARTIALLY_LOADED";
  readonly rowsInserted: number;
  readonly lastInsertTime?: string;
  readonly firstError?: string;
}

/** The three calls of Snowpipe's REST API. Each is repeated while that can help; then it throws. */
export interface SnowpipeClient {
  /** Queues at most 5,000 files. Gives those that the pipe had already, and those that are none of its files. */
  insertFiles(
    pipe: string,
    files: readonly PipeFile[],
  ): Promise<{ readonly skipped: readonly string[]; readonly unmatched: readonly string[] }>;
  /** What was loaded in the last ten minutes, behind a mark. Not complete when something in between was missed. */
  insertReport(
    pipe: string,
    beginMark?: string,
  ): Promise<{
    readonly files: readonly FileReport[];
    readonly nextMark?: string;
    readonly isComplete: boolean;
  }>;
  /** What was loaded since a time of the last 14 days. It is rate-limited: ask for as little as will do. */
  loadHistoryScan(pipe: string, since: Date): Promise<readonly FileReport[]>;
}

export interface SnowpipeClientOptions {
  /** The account's address without a slash at its end. */
  readonly url: string;
  readonly tokens: TokenSource;
  /** Between attempts, doubled each time and at most 30 s. Default: 500 ms. */
  readonly firstPauseMs?: number;
  /** Default: 8, which takes about a minute. */
  readonly attempts?: number;
  readonly random?: () => number;
}

const longestPauseMs = 30_000;
const requestTimeoutMs = 60_000;
/** loadHistoryScan's. */
const mostReports = 10_000;

const fileReport = z.object({
  path: z.string(),
  status: z.enum(["LOADED", "LOAD_IN_PROGRESS", "LOAD_FAILED", "PARTIALLY_LOADED"]),
  rowsInserted: z.number().default(0),
  lastInsertTime: z.string().optional(),
  firstError: z.string().nullish(),
  systemError: z.string().nullish(),
});
const insertAnswer = z.object({
  skippedFiles: z.array(z.string()).nullish(),
  unmatchedPatternFiles: z.array(z.string()).nullish(),
});
const reportAnswer = z.object({
  files: z.array(fileReport),
  completeResult: z.boolean(),
  nextBeginMark: z.string().nullish(),
});

/** A client that signs with the key pair. Throws SNOWPIPE_REFUSED or SNOWPIPE_UNREACHABLE. */
export function snowpipeClient(options: SnowpipeClientOptions): SnowpipeClient {
  const ask = async (pipe: string, call: Call): Promise<unknown> => await request(options, pipe, call);
  return {
    async insertFiles(pipe, files) {
      const body = JSON.stringify({ files: files.map(({ path, sizeBytes }) => ({ path, size: sizeBytes })) });
      const query = { showSkippedFiles: "true" };
      const answer = insertAnswer.parse(await ask(pipe, { name: "insertFiles", query, body }));
      return { skipped: answer.skippedFiles ?? [], unmatched: answer.unmatchedPatternFiles ?? [] };
    },

    async insertReport(pipe, beginMark) {
      const query = beginMark === undefined ? {} : { beginMark };
      const answer = reportAnswer.parse(await ask(pipe, { name: "insertReport", query }));
      return {
        files: answer.files.map(toReport),
        isComplete: answer.completeResult,
        ...(answer.nextBeginMark ? { nextMark: answer.nextBeginMark } : {}),
      };
    },

    async loadHistoryScan(pipe, since) {
      const reports: FileReport[] = [];
      let start = since.toISOString();
      for (;;) {
        const query = { startTimeInclusive: start };
        const answer = reportAnswer.parse(await ask(pipe, { name: "loadHistoryScan", query }));
        const page = answer.files.map(toReport);
        reports.push(...page);
        const last = page.reduce(
          (latest, { lastInsertTime = "" }) => (lastInsertTime > latest ? lastInsertTime : latest),
          start,
        );
        if (page.length < mostReports || last === start) return reports;
        start = last;
      }
    },
  };
}

interface Call {
  readonly name: "insertFiles" | "insertReport" | "loadHistoryScan";
  readonly query: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends until it is answered well. Sending files again is safe: a pipe takes each path once in 14 days. */
async function request(options: SnowpipeClientOptions, pipe: string, call: Call): Promise<unknown> {
  const { tokens, attempts = 8, firstPauseMs = 500, random = Math.random } = options;
  let isRenewed = false;
  for (let attempt = 1; ; attempt++) {
    const answer = await send(options, pipe, call);
    if ("json" in answer) return answer.json;
    if (answer.status === 401 && !isRenewed) {
      isRenewed = true;
      tokens.renew();
      continue;
    }
    const canPass = answer.status === undefined || answer.status === 429 || answer.status >= 500;
    if (!canPass) throw refused(pipe, call, answer);
    if (attempt >= attempts) throw unreachable(pipe, call, answer, attempt);
    const pauseMs = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
    await wait(answer.retryAfterMs ?? pauseMs * (0.5 + random() / 2));
  }
}

interface Failure {
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  readonly text: string;
  readonly retryAfterMs?: number;
}

async function send(
  { url, tokens }: SnowpipeClientOptions,
  pipe: string,
  { name, query, body }: Call,
): Promise<Failure | { readonly json: unknown }> {
  const parameters = new URLSearchParams({ requestId: randomUUID(), ...query });
  try {
    const response = await fetch(`${url}/v1/data/pipes/${pipe}/${name}?${parameters.toString()}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${tokens.current()}`,
        accept: "application/json",
        "user-agent": "headwater",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      signal: AbortSignal.timeout(requestTimeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (response.ok) return { json: JSON.parse(text) };
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    const retry = Number.isNaN(seconds) ? {} : { retryAfterMs: Math.min(seconds * 1000, longestPauseMs) };
    return { status: response.status, text: text.slice(0, 300), ...retry };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: undefined, text: cause instanceof Error ? cause.message : String(cause) };
  }
}

function toReport(file: z.infer<typeof fileReport>): FileReport {
  const { path, status, rowsInserted, lastInsertTime } = file;
  const firstError = file.firstError ?? file.systemError;
  return {
    path,
    status,
    rowsInserted,
    ...(lastInsertTime === undefined ? {} : { lastInsertTime }),
    ...(firstError ? { firstError } : {}),
  };
}

const hints: Readonly<Record<number, string>> = {
  401: "Check that the key pair belongs to SNOWFLAKE_USER (DESCRIBE USER shows its fingerprint) and that this machine's clock is right.",
  403: "Grant OPERATE and MONITOR on the pipe to the user's default role: the REST API knows no other role.",
  404: "Check SNOWFLAKE_DATABASE, that the pipe exists, and that the user's default role may use it.",
};

function refused(pipe: string, { name }: Call, { status = 0, text }: Failure): IngestError {
  return new IngestError(
    "SNOWPIPE_REFUSED",
    `Snowpipe refused ${name} for ${pipe} with ${status}: ${text}`,
    hints[status] ??
      "A pipe with AUTO_INGEST takes no files by REST, and a cloned one is stopped: look at SHOW PIPES.",
  );
}

function unreachable(pipe: string, { name }: Call, { status, text }: Failure, attempts: number): IngestError {
  const last = status === undefined ? text : `${status} ${text}`;
  return new IngestError(
    "SNOWPIPE_UNREACHABLE",
    `Snowpipe did not answer ${name} for ${pipe} in ${attempts} attempts; the last time: ${last}`,
    "Run it again later: files that were queued are loaded, and none is loaded twice.",
  );
}
