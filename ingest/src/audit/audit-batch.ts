import type { DuckDBConnection } from "@duckdb/node-api";
import type { BatchFeed } from "@headwater/contracts";

import type { ListedObject, ObjectStore } from "../store/object-store.ts";
import type { BatchAudit, Finding } from "./audit-report.ts";
import { compareBronze, type StoredRows } from "./compare-bronze.ts";
import { countOffsets, joinRanges } from "./offset-ranges.ts";
import { countBronzeRows, readBronze } from "./read-bronze.ts";
import { readLandedLines } from "./read-landed-lines.ts";

export interface BatchAuditInput {
  readonly feed: BatchFeed;
  readonly store: ObjectStore;
  /** Undefined to end before Bronze. */
  readonly connection: DuckDBConnection | undefined;
  readonly onObject?: (name: string) => void;
}

const versionName = /^([^/]+\/batch\/[^/]+\/)(\d{6})\.ndjson\.gz$/;

/** Accounts for every row of every landed version of a batch feed's files, and for every version. */
export async function auditBatch({
  feed,
  store,
  connection,
  onObject,
}: BatchAuditInput): Promise<{ readonly audit: BatchAudit; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const stored: StoredRows[] = [];
  const latest = new Map<string, number>();
  for await (const object of store.list(`${feed.name}/batch/`)) {
    const [, folder, digits] = versionName.exec(object.name) ?? [];
    if (folder === undefined) continue;
    const expected = (latest.get(folder) ?? 0) + 1;
    latest.set(folder, Number(digits));
    if (Number(digits) !== expected) findings.push(missingVersion(feed.name, folder, expected, object.name));
    const rows = await readVersion(feed.name, store, object);
    onObject?.(object.name);
    stored.push(rows);
    findings.push(...rows.findings);
  }
  const bronze = connection && (await readBronze(connection, feed.name, "_row"));
  return {
    audit: {
      feed: feed.name,
      objects: stored.length,
      rows: stored.reduce((sum, { rows }) => sum + rows, 0),
      bronzeRows: bronze && countBronzeRows([...bronze.runs.keys()], bronze),
    },
    findings: bronze ? [...findings, ...compareBronze(feed.name, stored, bronze, "rows")] : findings,
  };
}

async function readVersion(
  feed: string,
  store: ObjectStore,
  { name }: ListedObject,
): Promise<StoredRows & { readonly findings: readonly Finding[] }> {
  const read = await readLandedLines(store, name);
  if ("problem" in read) {
    const finding: Finding = { code: "object-unreadable", feed, place: name, message: read.problem };
    return { object: name, lines: [], rows: 0, violating: 0, crc32c: undefined, findings: [finding] };
  }
  const { lines, metadata } = read;
  const numbers = joinRanges(lines.map(({ row }) => ({ from: Number(row), to: Number(row) })));
  const found = {
    rows: lines.length,
    rowsWithErrors: lines.filter(({ errors }) => errors !== undefined).length,
    sizeBytes: read.rawSizeBytes,
    preparedSha256: read.sha256,
  };
  const differences = Object.entries(found).flatMap(([key, value]) =>
    metadata[key] === String(value)
      ? []
      : [`its metadata says ${key} ${metadata[key] ?? "nothing"}, found ${value}`],
  );
  if (countOffsets(numbers) !== lines.length) differences.push("two of its lines have one row number");
  return {
    object: name,
    lines: numbers,
    rows: found.rows,
    violating: found.rowsWithErrors,
    crc32c: read.crc32c,
    findings: differences.map((message) => ({ code: "object-differs", feed, place: name, message })),
  };
}

function missingVersion(feed: string, folder: string, expected: number, next: string): Finding {
  return {
    code: "version-missing",
    feed,
    place: `${folder}${String(expected).padStart(6, "0")}.ndjson.gz`,
    message: `there is no such version, and there is ${next}`,
  };
}
