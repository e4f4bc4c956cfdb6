import { IngestError } from "../errors.ts";

/** What is to be loaded again: offsets with both ends, or records by their timestamps without the end. */
export type ReplayBounds =
  | { readonly kind: "offsets"; readonly from: number; readonly to: number | undefined }
  | { readonly kind: "times"; readonly fromMs: number; readonly toMs: number | undefined };

type Bound = { readonly offset: number } | { readonly timeMs: number };

const timeShape = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * Reads `--from` and `--to`: two offsets, or two times in ISO 8601; a date alone is its midnight UTC. Throws
 * INGEST_OPTION_INVALID.
 */
export function readReplayBounds(fromText: string, toText: string | undefined): ReplayBounds {
  const from = readBound("--from", fromText);
  const to = toText === undefined ? undefined : readBound("--to", toText);
  if ("offset" in from && (to === undefined || "offset" in to)) {
    if (to && to.offset < from.offset) throw notAscending(fromText, to.offset);
    return { kind: "offsets", from: from.offset, to: to?.offset };
  }
  if ("timeMs" in from && (to === undefined || "timeMs" in to)) {
    if (to && to.timeMs <= from.timeMs) throw notAscending(fromText, toText);
    return { kind: "times", fromMs: from.timeMs, toMs: to?.timeMs };
  }
  throw invalid(`--from ${fromText} and --to ${toText} are an offset and a time.`);
}

function readBound(option: string, text: string): Bound {
  if (/^\d{1,15}$/.test(text)) return { offset: Number(text) };
  const timeMs = timeShape.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return { timeMs };
  throw invalid(`${option} ${text} is neither an offset nor a time.`);
}

function notAscending(from: string, to: number | string | undefined): IngestError {
  return invalid(`--from ${from} does not lie before --to ${to}.`);
}

function invalid(message: string): IngestError {
  return new IngestError(
    "INGEST_OPTION_INVALID",
    message,
    "Give two offsets, such as --from 100 --to 199, or two times, such as --from 2024-07-01 --to 2024-07-01T12:00:00Z.",
  );
}
