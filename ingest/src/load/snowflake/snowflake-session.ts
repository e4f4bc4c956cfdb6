import type { Binds, Connection, SnowflakeError } from "snowflake-sdk";

import { IngestError } from "../../errors.ts";
import { readPrivateKey } from "./private-key.ts";
import { snowflakeUrl, type SnowflakeSettings } from "./snowflake-settings.ts";

/** A row by column names in lower case. */
export type SnowflakeRow = Readonly<Record<string, unknown>>;

/** One session of an account: statements run one after the other, transactions are its own. */
export interface SnowflakeSession {
  /** For messages. */
  readonly destination: string;
  readonly database: string;
  /** Runs one statement; with lists of values once for each list. Throws SNOWFLAKE_REFUSED. */
  run(statement: string, binds?: Binds): Promise<readonly SnowflakeRow[]>;
  close(): Promise<void>;
}

/** Opens a session with the key pair. Throws SNOWFLAKE_KEY_UNREADABLE or SNOWFLAKE_UNREACHABLE. */
export async function openSnowflakeSession(settings: SnowflakeSettings): Promise<SnowflakeSession> {
  const { account, user, role, warehouse, database, accessUrl } = settings;
  const key = await readPrivateKey(settings);
  // Loaded only when needed: it takes a second.
  const { default: snowflake } = await import("snowflake-sdk");
  // The driver would write a log file into the working folder.
  snowflake.configure({ logLevel: "OFF", additionalLogToConsole: false });
  const connection = snowflake.createConnection({
    account,
    username: user,
    authenticator: "SNOWFLAKE_JWT",
    privateKey: String(key.export({ type: "pkcs8", format: "pem" })),
    warehouse,
    database,
    application: "headwater",
    ...(role === undefined ? {} : { role }),
    ...(accessUrl === undefined ? {} : { accessUrl }),
  });
  try {
    await connection.connectAsync(() => undefined);
  } catch (error) {
    throw unreachable(settings, error);
  }
  const session: SnowflakeSession = {
    destination: `Snowflake ${account}, database ${database}`,
    database,
    run: async (statement, binds) => await runStatement(connection, statement, binds),
    close: async () => {
      await new Promise<void>((closed) => connection.destroy(() => closed()));
    },
  };
  // Without autocommit a statement behind a transaction that Snowflake has ended is not kept either.
  await session.run("alter session set timezone = 'UTC', query_tag = 'headwater load', autocommit = false");
  return session;
}

/**
 * Runs `work` in a transaction: all of it becomes visible at its end, or nothing. When the process ends inside, or the
 * answer to COMMIT is lost, what was committed is what the ledger says. A process that stands still for five minutes
 * may find its transaction ended, because others waited for its lock: then this throws SNOWFLAKE_TRANSACTION_LOST, and
 * nothing that came behind is kept.
 */
export async function inTransaction<Result>(
  session: SnowflakeSession,
  work: () => Promise<Result>,
): Promise<Result> {
  await session.run("begin");
  try {
    const begun = await currentTransaction(session);
    const result = await work();
    if ((await currentTransaction(session)) !== begun) throw transactionLost(session);
    await session.run("commit");
    return result;
  } catch (error) {
    // Of the two errors the first one is the reason; Snowflake ends a transaction that is left behind.
    await session.run("rollback").catch(() => undefined);
    throw error;
  }
}

async function currentTransaction(session: SnowflakeSession): Promise<unknown> {
  const [row] = await session.run("select current_transaction() as id");
  return row?.["id"];
}

function transactionLost({ destination }: SnowflakeSession): IngestError {
  return new IngestError(
    "SNOWFLAKE_TRANSACTION_LOST",
    `${destination} ended our transaction, as it stood still while others waited for it`,
    "Run it again: nothing of the transaction was kept.",
  );
}

async function runStatement(
  connection: Connection,
  sqlText: string,
  binds: Binds = [],
): Promise<readonly SnowflakeRow[]> {
  return await new Promise((resolve, reject) => {
    connection.execute({
      sqlText,
      ...(binds.length === 0 ? {} : { binds }),
      complete: (error, _statement, rows) => {
        if (error) reject(refused(sqlText, error));
        else resolve((rows ?? []).map(lowerCaseNames));
      },
    });
  });
}

function lowerCaseNames(row: Readonly<Record<string, unknown>>): SnowflakeRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

function refused(sqlText: string, error: SnowflakeError): IngestError {
  const beginning = sqlText.replaceAll(/\s+/g, " ").slice(0, 80);
  return new IngestError(
    "SNOWFLAKE_REFUSED",
    `Snowflake refused "${beginning}…": ${error.message} (${error.code})`,
    "Check the role's grants and that snowflake/setup.sql has been run; nothing of the transaction was kept.",
    error,
  );
}

function unreachable(settings: SnowflakeSettings, error: unknown): IngestError {
  const message = error instanceof Error ? error.message : String(error);
  return new IngestError(
    "SNOWFLAKE_UNREACHABLE",
    `cannot log in at ${snowflakeUrl(settings)} as ${settings.user}: ${message}`,
    "Check SNOWFLAKE_ACCOUNT, the network, and that the user's public key belongs to the private key file.",
    error,
  );
}
