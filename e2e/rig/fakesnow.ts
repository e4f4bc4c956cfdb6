import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { SnowflakeSettings } from "../../ingest/src/load/snowflake/snowflake-settings.ts";
import { cachedTool } from "./cached-tool.ts";
import { freePort } from "./free-port.ts";
import { root } from "./headwater.ts";
import { startTethered } from "./tethered-process.ts";

const version = "0.12.1";
const startTimeoutMs = 60_000;

const uv = join(root, ".tools", "uv", "bin", "uv");

/** A running fakesnow. It shows that our statements and the driver work together, not how Snowflake behaves. */
export interface Fakesnow {
  /** Settings for a database of its own, which nothing else uses. */
  readonly newDatabase: () => SnowflakeSettings;
  /** The environment variables that stand for settings. */
  readonly environmentOf: (settings: SnowflakeSettings) => Record<string, string>;
  /** The public part of the key that the settings name. */
  readonly publicKey: KeyObject;
  readonly stop: () => Promise<void>;
}

/**
 * Starts fakesnow behind the rewrites of fakesnow/server.py, on a free loopback port, with everything in memory. It
 * ends with this process. The first call ever makes its Python environment in .tools/. A transaction that others wait
 * for is ended when its session was idle for `idleSeconds`; in Snowflake that takes five minutes.
 */
export async function startFakesnow({ idleSeconds = 60 } = {}): Promise<Fakesnow> {
  const project = join(root, "e2e", "rig", "fakesnow");
  const environment = await cachedTool(`fakesnow-${version}`, (folder) => ({
    command: [uv, "sync", "--frozen", "--no-dev", "--quiet", "--project", project],
    env: { UV_PROJECT_ENVIRONMENT: folder },
  }));
  const folder = await mkdtemp(join(tmpdir(), "headwater-fakesnow-"));
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const privateKeyPath = join(folder, "key.p8");
  await writeFile(privateKeyPath, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const port = await freePort();
  const accessUrl = `http://127.0.0.1:${port}`;
  const python = join(environment, "bin", "python");
  const server = startTethered(
    [python, "-W", "ignore", join(project, "server.py"), String(port), String(idleSeconds)],
    join(folder, "server.log"),
  );
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(accessUrl))) {
    if (server.hasEnded() || Date.now() > deadline) {
      const output = server.output();
      await stop();
      throw new Error(`fakesnow did not start; it printed: ${output.slice(-2000)}`);
    }
    await sleep(50);
  }
  let databases = 0;
  return {
    newDatabase: () => ({
      account: "test-emulator",
      user: "loader",
      privateKeyPath,
      warehouse: "LOADING",
      database: `LOADER_${++databases}`,
      accessUrl,
    }),
    environmentOf: ({ account, user, database, warehouse }) => ({
      SNOWFLAKE_ACCOUNT: account,
      SNOWFLAKE_USER: user,
      SNOWFLAKE_PRIVATE_KEY_PATH: privateKeyPath,
      SNOWFLAKE_DATABASE: database,
      SNOWFLAKE_WAREHOUSE: warehouse,
      SNOWFLAKE_ACCESS_URL: accessUrl,
    }),
    publicKey,
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}
