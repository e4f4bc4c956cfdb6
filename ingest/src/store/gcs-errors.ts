import { IngestError } from "../errors.ts";

export const notFound = 404;
export const preconditionFailed = 412;
/** Answers that say "not now": too slow, too much, or a fault of the server's own. */
const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
/** Node's words for a connection that could not be made, or ended before the answer. */
const passingCodes: ReadonlySet<string> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);
/** Connections that ended where Google's client has lost the code. */
const passingMessages = /socket hang up|network timeout|premature close|socket disconnected|aborted/i;

/** Whether Google's client reports this answer of the server; its errors carry the HTTP status as `code`. */
export function hasStatus(error: unknown, status: number): boolean {
  return codeOf(error) === status;
}

/** An error of Google's client as STORE_UNAVAILABLE, if it is worth another try, or else as STORE_UNREACHABLE. */
export function explainGcs(action: string, location: string, name: string, error: unknown): unknown {
  if (error instanceof IngestError || !(error instanceof Error)) return error;
  const what = `Cannot ${action} ${name === "" ? "the objects" : name} in ${location}: ${error.message}.`;
  if (isPassing(error)) {
    const hint = "Check the network and the status of Google Cloud Storage, then run it again.";
    return new IngestError("STORE_UNAVAILABLE", what, hint, error);
  }
  return new IngestError(
    "STORE_UNREACHABLE",
    what,
    "Check that the bucket exists, that the credentials in the environment may use it, and --gcs-endpoint.",
    error,
  );
}

function isPassing(error: Error): boolean {
  const code = codeOf(error);
  if (typeof code === "number") return passingStatuses.has(code);
  if (typeof code === "string" && passingCodes.has(code)) return true;
  return passingMessages.test(error.message) || (error.cause instanceof Error && isPassing(error.cause));
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  // Google's client: the code that the answer's body names, or else the status of the answer.
  const { code, response } = error as { code?: unknown; response?: { statusCode?: number } };
  if (code === undefined) return response?.statusCode;
  return typeof code === "string" && /^\d{3}$/.test(code) ? Number(code) : code;
}
