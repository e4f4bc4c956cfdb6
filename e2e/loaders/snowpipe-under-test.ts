import { snowflakeBronze, type Feed } from "@headwater/contracts";

import { readPrivateKey } from "../../ingest/src/load/snowflake/private-key.ts";
import { copyStatement } from "../../ingest/src/load/snowflake/snowflake-loader.ts";
import {
  openSnowflakeSession,
  type SnowflakeSession,
} from "../../ingest/src/load/snowflake/snowflake-session.ts";
import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import { snowpipeClient, type SnowpipeClient } from "../../ingest/src/load/snowflake/snowpipe-client.ts";
import { keyPairTokens } from "../../ingest/src/load/snowflake/snowpipe-token.ts";
import { startSnowpipeStandIn, type SnowpipeStandIn } from "../../ingest/src/testing/snowpipe-stand-in.ts";
import type { Fakesnow } from "../rig/fakesnow.ts";

/** The stand-in for Snowpipe, which copies into a database of fakesnow, and a client of it. */
export interface PipesUnderTest {
  readonly standIn: SnowpipeStandIn;
  readonly client: SnowpipeClient;
  readonly stop: () => Promise<void>;
}

/** Starts the stand-in with the pipes of these feeds. A file is loaded by the pipe's own COPY, in one transaction. */
export async function startPipes(
  fakesnow: Fakesnow,
  settings: SnowflakeSettings,
  feeds: readonly Feed[],
  now: () => Date = () => new Date(),
): Promise<PipesUnderTest> {
  const session = await openSnowflakeSession(settings);
  const feedOf = new Map(feeds.map((feed) => [pipeOf(settings, feed), feed]));
  const standIn = await startSnowpipeStandIn({
    owner: {
      account: settings.account.toUpperCase(),
      user: settings.user.toUpperCase(),
      publicKey: fakesnow.publicKey,
    },
    pipes: Object.fromEntries([...feedOf].map(([pipe, feed]) => [pipe, patternOf(feed)])),
    loadFile: async (pipe, path) => await copyFile(session, feedOf.get(pipe), path),
    now,
  });
  const key = await readPrivateKey(settings);
  const tokens = keyPairTokens({ account: settings.account, user: settings.user, key, now });
  return {
    standIn,
    client: snowpipeClient({ url: standIn.url, tokens, firstPauseMs: 5 }),
    stop: async () => {
      await standIn.close();
      await session.close();
    },
  };
}

/** The full name of a feed's pipe. */
export function pipeOf({ database }: SnowflakeSettings, feed: Feed): string {
  return `${database}.BRONZE.${feed.name}_PIPE`.toUpperCase();
}

function patternOf(feed: Feed): RegExp {
  const [, pattern = ""] = /pattern = '(.*)'/.exec(snowflakeBronze(feed).pipe("rest")) ?? [];
  return new RegExp(`^(?:${pattern})$`);
}

async function copyFile(
  session: SnowflakeSession,
  feed: Feed | undefined,
  path: string,
): Promise<{ readonly rows: number } | { readonly error: string }> {
  if (feed === undefined) return { error: "no such pipe" };
  await session.run("begin");
  const [row] = await session.run(copyStatement(feed, [{ object: `${feed.name}/${path}` }]));
  await session.run("commit");
  return row?.["status"] === "LOADED"
    ? { rows: Number(row["rows_loaded"]) }
    : { error: String(row?.["first_error"]) };
}
