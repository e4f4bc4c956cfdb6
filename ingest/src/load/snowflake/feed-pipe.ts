import type { Feed } from "@headwater/contracts";

import { IngestError } from "../../errors.ts";
import type { SnowflakeSession } from "./snowflake-session.ts";

/** The full name of a feed's pipe, whatever tells it of new objects. */
export function pipeName(session: Pick<SnowflakeSession, "database">, feed: Feed): string {
  return `${session.database}.bronze.${feed.name}_pipe`.toUpperCase();
}

/** What tells the feed's pipe of new objects: our REST calls or the bucket's own messages. None: there is no pipe. */
export async function findPipe(
  session: SnowflakeSession,
  feed: Feed,
): Promise<"none" | "rest" | "auto-ingest"> {
  const name = `${feed.name}_pipe`;
  const pipes = await session.run(`show pipes like '${name}' in schema bronze`);
  // In LIKE an underscore stands for any letter.
  const pipe = pipes.find((row) => String(row["name"]).toLowerCase() === name);
  if (pipe === undefined) return "none";
  // Only auto-ingest has an integration (GCS, Azure) or a channel (S3).
  return pipe["integration"] || pipe["notification_channel"] ? "auto-ingest" : "rest";
}

/**
 * Makes sure that no pipe of the feed will load objects that COPY is about to load: it knows nothing of COPY, so their
 * rows would be there twice. Throws LOAD_PIPE_ACTIVE.
 */
export async function requireIdlePipe(session: SnowflakeSession, feed: Feed): Promise<void> {
  const kind = await findPipe(session, feed);
  if (kind === "none") return;
  const name = pipeName(session, feed);
  if (kind === "auto-ingest") {
    throw new IngestError(
      "LOAD_PIPE_ACTIVE",
      `the bucket tells ${name} of new objects, so that COPY would load them a second time`,
      "Use --to snowpipe, which only notes what the pipe has loaded, or drop the pipe first.",
    );
  }
  const [row] = await session.run(`select system$pipe_status('${name}') as pipe_status`);
  const pending = pendingFiles(row?.["pipe_status"]);
  if (pending === 0) return;
  throw new IngestError(
    "LOAD_PIPE_ACTIVE",
    `${name} has ${pending ?? "an unknown number of"} files in its queue, which COPY would load a second time`,
    "Wait until SYSTEM$PIPE_STATUS says that pendingFileCount is 0, or drop the pipe: `headwater load --to snowpipe` makes it again.",
  );
}

function pendingFiles(status: unknown): number | undefined {
  try {
    // Snowflake's answer is a JSON object; only this member is read, and checked.
    const { pendingFileCount } = JSON.parse(String(status)) as { readonly pendingFileCount?: unknown };
    return typeof pendingFileCount === "number" ? pendingFileCount : undefined;
  } catch {
    return undefined;
  }
}
