import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

import { IngestError } from "../errors.ts";

export interface OpenDatabaseOptions {
  readonly path: string;
  /** Refuse every change, and let other readers in. The file must exist. */
  readonly isReadOnly?: boolean;
  /** How long to wait while another process holds the file. Default: 30 seconds. */
  readonly waitMs?: number;
}

/** An open database file. Nobody else can write to it until it is closed. */
export interface Database {
  readonly path: string;
  readonly connection: DuckDBConnection;
  /** Gives the file back. Closing the connection alone would keep it locked until the process ends. */
  close(): void;
}

const pauseMs = 100;

/**
 * Opens a DuckDB file, in UTC. DuckDB has one writing process at a time, so while another one holds the file this
 * waits. Throws DATABASE_BUSY, naming the holder, when the wait is over, and DATABASE_UNUSABLE for anything else.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { path, isReadOnly = false, waitMs = 30_000 } = options;
  if (!isReadOnly) await mkdir(dirname(path), { recursive: true });
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      const instance = await DuckDBInstance.create(path, {
        access_mode: isReadOnly ? "READ_ONLY" : "READ_WRITE",
      });
      const connection = await instance.connect();
      await connection.run("set timezone = 'UTC'");
      return {
        path,
        connection,
        close: () => {
          connection.closeSync();
          instance.closeSync();
        },
      };
    } catch (error) {
      const holder = holderOf(error);
      if (holder === undefined) throw unusable(path, error);
      if (performance.now() >= deadline) throw busy(path, holder, waitMs, error);
      await wait(pauseMs);
    }
  }
}

/** Who holds the file, from DuckDB's message; undefined if the error is another one. */
function holderOf(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : "";
  if (!message.includes("Could not set lock")) return undefined;
  return /Conflicting lock is held in (.+? \(PID \d+\))/.exec(message)?.[1] ?? "another process";
}

function busy(path: string, holder: string, waitMs: number, cause: unknown): IngestError {
  return new IngestError(
    "DATABASE_BUSY",
    `${path} is held by ${holder}, and was not given back within ${waitMs / 1000} s`,
    "Wait until that process ends, or close the program that has the database open.",
    cause,
  );
}

function unusable(path: string, cause: unknown): IngestError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new IngestError(
    "DATABASE_UNUSABLE",
    `cannot open the database ${path}: ${message}`,
    "Check the path and its permissions; a damaged database can be deleted, as Bronze and all that follows is loaded again from the store.",
    cause,
  );
}
