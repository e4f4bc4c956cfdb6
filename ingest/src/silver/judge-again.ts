import { BIGINT, DuckDBDataChunk, INTEGER, VARCHAR, type DuckDBConnection } from "@duckdb/node-api";
import type { StreamFeed, Violation } from "@headwater/contracts";

import { compileJudge, type Judgement } from "../landing/prepare-payload.ts";

const columnTypes = [VARCHAR, INTEGER, INTEGER, BIGINT, VARCHAR];
/** DuckDB's vectors hold no more. */
const rowsPerPage = 2048;

/**
 * Judges the events that broke their contract when they landed once more, by the contract of today. The result goes
 * to `silver.<feed>_judgements`, which the transforms prefer to what landing found: so when a contract was wrong,
 * correcting it and running Silver again frees the events, and Bronze stays as it was landed.
 */
export async function judgeAgain(connection: DuckDBConnection, feed: StreamFeed): Promise<void> {
  const found = await connection.runAndReadAll(
    "select 1 from duckdb_tables() where schema_name = 'bronze' and table_name = ?",
    [feed.name],
  );
  // The transforms say what to do about it.
  if (found.currentRowCount === 0) return;
  // No payload is too large here: it has landed.
  const judge = compileJudge(feed, Number.POSITIVE_INFINITY);
  const table = `${feed.name}_judgements`;
  await connection.run("begin");
  try {
    await connection.run("create schema if not exists silver");
    await connection.run(`create or replace table silver."${table}" (
      _topic varchar, _epoch integer, _partition integer, _offset bigint, errors json
    )`);
    const appender = await connection.createAppender(table, "silver");
    for (let rowId = -1; ;) {
      const reader = await connection.runAndReadAll(
        `select rowid, _topic, _epoch, _partition, _offset, payload::varchar from bronze."${feed.name}"
        where errors is not null and payload is not null and rowid > ? order by rowid limit ${rowsPerPage}`,
        [BigInt(rowId)],
      );
      const rows = reader.getRows();
      if (rows.length === 0) break;
      rowId = Number(rows.at(-1)?.[0]);
      const chunk = DuckDBDataChunk.create(columnTypes, rows.length);
      chunk.setRows(
        rows.map(([, topic, epoch, partition, offset, payload]) => {
          const errors = JSON.stringify(errorsOf(judge(Buffer.from(String(payload)))));
          return [topic ?? null, epoch ?? null, partition ?? null, offset ?? null, errors];
        }),
      );
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await connection.run("commit");
  } catch (error) {
    await connection.run("rollback");
    throw error;
  }
}

function errorsOf(judgement: Judgement): readonly Violation[] {
  if (judgement.deadReason === undefined) return judgement.errors;
  return [{ field: "", rule: judgement.deadReason, message: judgement.detail }];
}
