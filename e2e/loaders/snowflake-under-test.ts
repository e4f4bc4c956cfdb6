import { join } from "node:path";

import type { Feed } from "@headwater/contracts";

import {
  openSnowflakeSession,
  type SnowflakeSession,
} from "../../ingest/src/load/snowflake/snowflake-session.ts";
import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import type { LoadedRow, LoaderUnderTest } from "../../ingest/src/testing/loader-contract.ts";

const jsonColumns = new Set(["_headers", "payload", "errors"]);

/** Where fakesnow's stage finds the objects of a local store. */
export function landingUrlOf(folder: string): string {
  return `file://${join(folder, "store")}`;
}

/** Sessions on one database: one to load, one to load until it ends, one to look. */
export interface Sessions {
  readonly settings: SnowflakeSettings;
  readonly session: SnowflakeSession;
  readonly ending: SnowflakeSession;
  readonly looking: SnowflakeSession;
}

export async function openSessions(settings: SnowflakeSettings): Promise<Sessions> {
  const session = await openSnowflakeSession(settings);
  const ending = endBefore(await openSnowflakeSession(settings), "insert into bronze.load_ledger");
  return { settings, session, ending, looking: await openSnowflakeSession(settings) };
}

/** What the contract suite looks at. */
export function readersOf(
  session: SnowflakeSession,
): Pick<LoaderUnderTest, "readRows" | "readLedger" | "run"> {
  return {
    run: async (statement) => void (await session.run(statement)),
    readRows: async (feed: Feed) => {
      const rows = await session.run(`select * from bronze.${feed.name}`);
      return rows.map(toLoadedRow);
    },
    readLedger: async () => {
      const rows = await session.run("select object from bronze.load_ledger");
      return rows.map(({ object }) => String(object));
    },
  };
}

/** A session that is gone from one statement on, as after a kill: no ROLLBACK reaches the server either. */
function endBefore(session: SnowflakeSession, statement: string): SnowflakeSession {
  let hasEnded = false;
  return {
    ...session,
    async run(sql, binds) {
      hasEnded ||= sql.startsWith(statement);
      if (hasEnded) throw new Error("the load ends here");
      return await session.run(sql, binds);
    },
  };
}

function toLoadedRow(row: Readonly<Record<string, unknown>>): LoadedRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value instanceof Date) return [name, new Date(value).toISOString()];
      return [name, typeof value === "string" && jsonColumns.has(name) ? JSON.parse(value) : value];
    }),
  );
}
