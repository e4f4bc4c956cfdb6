import { describe, expect, it } from "vitest";

import { patiently } from "./topic-reader.ts";

/** An error as kafkajs throws it for a broker's answer. */
function brokerSays(retriable: boolean): Error {
  return Object.assign(new Error("the coordinator is loading"), { name: "KafkaJSProtocolError", retriable });
}

describe("a request that is repeated patiently", () => {
  it("is made again for as long as brokers ask for it, after what is to be done in between", async () => {
    let requests = 0;
    let refreshes = 0;
    const answer = await patiently(
      async () => {
        if (++requests < 3) throw brokerSays(true);
        return "loaded";
      },
      async () => void refreshes++,
    );
    expect({ answer, requests, refreshes }).toEqual({ answer: "loaded", requests: 3, refreshes: 2 });
  });

  it("is not made again after an answer that is final", async () => {
    let requests = 0;
    const refused = patiently(async () => {
      requests++;
      throw brokerSays(false);
    });
    await expect(refused).rejects.toThrow("the coordinator is loading");
    expect(requests).toBe(1);
  });

  it("goes on where what was to be done in between has failed", async () => {
    let requests = 0;
    const answer = await patiently(
      async () => {
        if (++requests < 2) throw brokerSays(true);
        return "loaded";
      },
      () => Promise.reject(new Error("no broker")),
    );
    expect(answer).toBe("loaded");
  });
});
