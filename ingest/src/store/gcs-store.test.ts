import { afterEach, expect, it } from "vitest";

import { startLoopbackServer, type LoopbackServer } from "../testing/loopback-server.ts";
import { preconditionFailed } from "./gcs-errors.ts";
import { openGcsStore } from "./gcs-store.ts";
import { patientStore, type StoreRetry } from "./patient-store.ts";

type Weather = number | "reset" | "lost response" | "silence" | "clear";

let server: LoopbackServer | undefined;
afterEach(() => server?.close());

/** Creates one object through Google's own client, on a server that does to each upload what the script says. */
async function createIn(weather: readonly Weather[]) {
  const stored = new Set<string>();
  server = await startLoopbackServer((response, { path }, index) => {
    const name = new URL(path, "http://gcs").searchParams.get("name") ?? "";
    const now = weather[index] ?? "clear";
    const answer = (status: number): void =>
      void response.writeHead(status).end(JSON.stringify({ error: { code: status, message: `${now}` } }));
    if (now === "silence") return;
    if (now === "reset") response.destroy();
    else if (typeof now === "number") answer(now);
    else if (stored.has(name)) answer(preconditionFailed);
    else {
      stored.add(name);
      if (now === "lost response") response.destroy();
      else response.end("{}");
    }
  });
  const retries: StoreRetry[] = [];
  const store = patientStore(openGcsStore("gs://landing", server.url, 300), {
    patienceMs: 60_000,
    onRetry: (retry) => retries.push(retry),
    wait: async () => undefined,
  });
  const outcome = await store
    .create("a/b.ndjson.gz", Buffer.from("x"), { writer: "w" })
    .catch((error: { code?: string }) => error.code);
  return { outcome, retries: retries.length, uploads: server.requests.length, stored: stored.size };
}

it.each<[Weather]>([[408], [429], [500], [502], [503], [504], ["reset"], ["silence"]])(
  "goes through a %s",
  async (weather) => {
    expect(await createIn([weather, weather])).toEqual({
      outcome: "created",
      retries: 2,
      uploads: 3,
      stored: 1,
    });
  },
);

it("finds its object there when the answer to a successful creation was lost", async () => {
  expect(await createIn(["lost response"])).toEqual({ outcome: "exists", retries: 1, uploads: 2, stored: 1 });
});

it.each<[Weather]>([[400], [401], [403], [404]])("gives up at once on %s", async (weather) => {
  expect(await createIn([weather])).toMatchObject({ outcome: "STORE_UNREACHABLE", uploads: 1 });
});

it("takes a precondition that fails for an object that is there", async () => {
  expect(await createIn([412])).toMatchObject({ outcome: "exists", uploads: 1 });
});
