import type { Loader } from "../loader.ts";
import { readPrivateKey } from "./private-key.ts";
import { snowflakeLoader, type SnowflakeLoaderOptions } from "./snowflake-loader.ts";
import { openSnowflakeSession } from "./snowflake-session.ts";
import { snowflakeUrl, type SnowflakeSettings } from "./snowflake-settings.ts";
import { snowpipeClient } from "./snowpipe-client.ts";
import { snowpipeLoader, type SnowpipeLoaderOptions } from "./snowpipe-loader.ts";
import { keyPairTokens } from "./snowpipe-token.ts";

/** Logs in and loads by COPY. `close` ends the session. */
export async function openSnowflakeLoader(
  settings: SnowflakeSettings,
  options: SnowflakeLoaderOptions,
): Promise<Loader> {
  return snowflakeLoader(await openSnowflakeSession(settings), options);
}

/** Logs in for the tables and the ledger, and loads through the feeds' pipes by their REST API. */
export async function openSnowpipeLoader(
  settings: SnowflakeSettings,
  options: Omit<SnowpipeLoaderOptions, "client">,
): Promise<Loader> {
  const { account, user } = settings;
  const tokens = keyPairTokens({ account, user, key: await readPrivateKey(settings), now: options.now });
  // A test's pipes answer elsewhere than its tables; an account's all answer at one address.
  const client = snowpipeClient({ url: settings.pipesUrl ?? snowflakeUrl(settings), tokens });
  return snowpipeLoader(await openSnowflakeSession(settings), { ...options, client });
}
