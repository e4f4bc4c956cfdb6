import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { findFeed, loadFeeds, type StreamFeed } from "@headwater/contracts";
import {
  convertFeed,
  landStream,
  openKafkaSource,
  openLocalStore,
  produceToKafka,
  writeEvents,
} from "@headwater/ingest";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

import { freePort } from "./rig/free-port.ts";
import { root, startHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./rig/kafka-broker.ts";
import { describeWithTools } from "./rig/tools.ts";

const sessionTimeoutMs = 6000;

describeWithTools("a worker whose store is slow", kafkaTools, () => {
  const folder = temporaryFolder("slow-store");
  let broker: KafkaBroker;
  let feed: StreamFeed;
  let eventCount = 0;

  beforeAll(async () => {
    const found = findFeed(await loadFeeds(join(root, "contracts")), "climate_records");
    feed = found.kind === "stream" ? found : expect.unreachable("climate_records is a stream");
    const { events } = await convertFeed(feed.name, join(root, "samples"));
    eventCount = events.length;
    const file = join(folder.path, "events.ndjson");
    await writeEvents(file, events);
    broker = await startKafkaBroker();
    await produceToKafka({ feed, file, brokers: [broker.address], isResumed: false });
  });
  afterAll(async () => {
    await broker.stop();
    folder[Symbol.dispose]();
  });

  it("keeps its partitions while an upload takes longer than the group's session", async () => {
    const store = openLocalStore(join(folder.path, "store"));
    let assignments = 0;
    const report = await landStream({
      feed,
      source: openKafkaSource({ feed, brokers: [broker.address], groupId: "patient", sessionTimeoutMs }),
      store: {
        ...store,
        create: async (...object) => {
          await sleep(1.5 * sessionTimeoutMs);
          return await store.create(...object);
        },
      },
      isOnce: true,
      observer: { assigned: () => void assignments++ },
    });
    expect(report).toMatchObject({ records: eventCount, lostRaces: 0, isComplete: true });
    expect(assignments).toBe(1);
  });

  it("leaves in time when it is told to, though the store never answers", async () => {
    const connections = new Set<Socket>();
    const port = await freePort();
    const silent = createServer((socket) => {
      connections.add(socket);
      // Listings are answered, as the worker could not begin without them; uploads are not.
      socket.on("data", (request) => {
        if (!request.toString().startsWith("GET")) return;
        const isListing = request.toString().split(" ")[1]?.includes("prefix=") === true;
        const body = isListing ? "{}" : '{"error":{"code":404,"message":"none"}}';
        const status = isListing ? "200 OK" : "404 Not Found";
        const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
        socket.write(`${head}\r\n\r\n${body}`);
      });
      socket.on("error", () => undefined);
    }).listen(port, "127.0.0.1");
    onTestFinished(() => {
      for (const socket of connections) socket.destroy();
      silent.close();
    });
    const store = ["--store", "gs://silent", "--gcs-endpoint", `http://127.0.0.1:${port}`];
    const words = ["land", "climate_records", "--brokers", broker.address, "--group", "stopped", ...store];
    const worker = startHeadwater([...words, "--max-segment-age", "1s", "--stop-grace", "2s"]);
    onTestFinished(() => void worker.child.kill("SIGKILL"));
    while (!connections.size || !worker.output().includes("partitions assigned")) await sleep(100);
    await sleep(3000);
    const toldMs = Date.now();
    worker.child.kill("SIGTERM");
    const { exitCode, stdout } = await worker.exited;
    expect(Date.now() - toldMs).toBeLessThan(12_000);
    expect(stdout).toContain("not all that was read is in the store after 2 s");
    expect(exitCode).toBe(0);
  });
});
