import type { Feed } from "@headwater/contracts";

import type { SnowflakeSession } from "./snowflake-session.ts";

/** The full name of a feed's pipe, whatever tells it of new objects. */
export function pipeName(session: SnowflakeSession, feed: Feed): string {
  return `${session.database}.bronze.${feed.name}_pipe`.toUpperCase();
}

/** Whether the feed has a pipe that the bucket tells of new objects: it loads all of them by itself. */
export async function hasAutoIngestPipe(session: SnowflakeSession, feed: Feed): Promise<boolean> {
  const name = `${feed.name}_pipe`;
  const pipes = await session.run(`show pipes like '${name}' in schema bronze`);
  // In LIKE an underscore stands for any letter. Only auto-ingest has an integration (GCS, Azure) or a channel (S3).
  return pipes.some(
    ({ name: found, integration, notification_channel: channel }) =>
      String(found).toLowerCase() === name && (Boolean(integration) || Boolean(channel)),
  );
}
