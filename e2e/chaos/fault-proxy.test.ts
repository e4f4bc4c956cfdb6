import { once } from "node:events";
import { createServer, type Server } from "node:http";

import { afterEach, describe, expect, it } from "vitest";

import { Random } from "../gate/fuzz/random.ts";
import { FaultProxy, faults, moments } from "./fault-proxy.ts";

const segment =
  "/upload/storage/v1/b/landing/o?uploadType=multipart&name=chaos%2Ft%2F1%2F0%2F00000000000000000000.ndjson.gz";

/** A store that keeps what came to it completely. */
async function countingStore(): Promise<{
  readonly server: Server;
  readonly target: string;
  readonly bodies: string[];
}> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => void (body += chunk.toString()));
    request.on("end", () => {
      bodies.push(body);
      response.end("stored");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, target: `http://127.0.0.1:${address.port}`, bodies };
}

describe("the proxy between workers and the store", () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  async function start(
    faultShare: number,
  ): Promise<{ proxy: FaultProxy; address: string; bodies: string[] }> {
    const { server, target, bodies } = await countingStore();
    const proxy = new FaultProxy({ target, random: new Random(1), faultShare, slowMs: 5 });
    closing.push(
      () => proxy.close(),
      () => server.close(),
    );
    return { proxy, address: await proxy.open("w1"), bodies };
  }

  const upload = (address: string): Promise<string> =>
    fetch(address + segment, { method: "POST", body: "x".repeat(1000) }).then(
      async (answer) => `${answer.status} ${await answer.text()}`,
      () => "broken off",
    );

  it("passes everything on when it is calm", async () => {
    const { proxy, address, bodies } = await start(1);
    proxy.calm();
    expect(await upload(address)).toBe("200 stored");
    expect(bodies).toHaveLength(1);
    expect([...proxy.created.values()]).toEqual(["w1"]);
  });

  it("makes every kind of fault, and counts it", async () => {
    const { proxy, address, bodies } = await start(1);
    const answers = new Set<string>();
    for (let attempt = 0; attempt < 80; attempt++) answers.add(await upload(address));
    expect(answers).toEqual(
      new Set(["429 made-up 429", "500 made-up 500", "503 made-up 503", "broken off", "200 stored"]),
    );
    for (const fault of faults) expect(proxy.counts.get(fault)).toBeGreaterThan(0);
    const [lost = 0, slow = 0] = [proxy.counts.get("answer lost"), proxy.counts.get("slow")];
    expect(bodies).toHaveLength(lost + slow);
  });

  it.each(moments.map((moment) => [moment] as const))("springs a trap %s once", async (moment) => {
    const { proxy, address, bodies } = await start(0);
    const stored: number[] = [];
    const sprung = new Promise<string>((resolve) => {
      proxy.trap = {
        moment,
        spring: (worker, object) => {
          stored.push(bodies.length);
          resolve(`${worker} ${object}`);
        },
      };
    });
    const control = new AbortController();
    const uploading = fetch(address + segment, { method: "POST", body: "x", signal: control.signal });
    uploading.catch(() => undefined);
    expect(await sprung).toBe("w1 chaos/t/1/0/00000000000000000000.ndjson.gz");
    control.abort();
    expect(stored).toEqual([moment === "after upload" || moment === "before commit" ? 1 : 0]);
    expect(await upload(address)).toBe("200 stored");
    expect(bodies.filter((body) => body === "x")).toHaveLength(stored[0] ?? 0);
  });
});
