import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { cachedTool } from "./cached-tool.ts";
import { freePort } from "./free-port.ts";
import { startTethered } from "./tethered-process.ts";

const version = "1.56.1";
const startTimeoutMs = 30_000;

/** The programs that a test with the emulator needs; see `describeWithTools`. */
export const gcsTools = ["go"];

export interface GcsEmulator {
  /** For `--gcs-endpoint`. */
  readonly endpoint: string;
  readonly createBucket: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts fake-gcs-server, which keeps objects in memory, on a free loopback port. It ends with this process, however
 * that ends. The first call ever builds it by `go install` into .tools/.
 */
export async function startGcsEmulator(): Promise<GcsEmulator> {
  const bin = await cachedTool(`fake-gcs-server-${version}`, (folder) => ({
    command: ["go", "install", `github.com/fsouza/fake-gcs-server@v${version}`],
    env: { GOBIN: folder },
  }));
  const folder = await mkdtemp(join(tmpdir(), "headwater-gcs-"));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const place = ["-scheme", "http", "-host", "127.0.0.1", "-port", `${port}`, "-backend", "memory"];
  const answersAs = ["-external-url", endpoint, "-public-host", `127.0.0.1:${port}`, "-log-level", "error"];
  const program = join(bin, "fake-gcs-server");
  const server = startTethered([program, ...place, ...answersAs], join(folder, "server.log"));
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(`${endpoint}/storage/v1/b?project=e2e`))) {
    if (server.hasEnded() || Date.now() > deadline) {
      const output = server.output();
      await stop();
      throw new Error(`the GCS emulator did not start; it printed: ${output.slice(-2000)}`);
    }
    await sleep(50);
  }
  return { endpoint, createBucket: (name) => createBucket(endpoint, name), stop };
}

async function createBucket(endpoint: string, name: string): Promise<void> {
  const response = await fetch(`${endpoint}/storage/v1/b?project=e2e`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`the GCS emulator refused the bucket ${name}: ${await response.text()}`);
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
