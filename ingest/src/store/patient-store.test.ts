import { describe, expect, it } from "vitest";

import { IngestError } from "../errors.ts";
import type { ListedObject, ObjectStore } from "./object-store.ts";
import { patientStore, type StoreRetry } from "./patient-store.ts";

/** A store that answers each request as the script says, and its clock, which only waiting moves. */
function scripted(script: readonly ("fails" | "refuses" | "answers")[], patienceMs = 60_000) {
  const answers = [...script];
  let nowMs = 0;
  const retries: StoreRetry[] = [];
  const turn = (): void => {
    const answer = answers.shift() ?? "answers";
    if (answer === "answers") return;
    throw new IngestError(answer === "fails" ? "STORE_UNAVAILABLE" : "STORE_UNREACHABLE", answer, "");
  };
  const names = ["a", "b", "b.c", "c", "d"];
  const store: ObjectStore = {
    location: "here",
    create: async () => (turn(), "created"),
    read: async () => (turn(), { body: Buffer.from("x"), metadata: {} }),
    stat: async () => (turn(), undefined),
    async *list(): AsyncGenerator<ListedObject> {
      for (const name of names) {
        turn();
        yield { name, sizeBytes: 1, metadata: {} };
      }
    },
  };
  const patient = patientStore(store, {
    patienceMs,
    onRetry: (retry) => retries.push(retry),
    nowMs: () => nowMs,
    wait: async (delayMs) => void (nowMs += delayMs),
    random: () => 0,
  });
  return { patient, retries, waitedMs: () => nowMs };
}

const body = Buffer.from("x");

describe("a patient store", () => {
  it("repeats a request until it is answered, with pauses that double", async () => {
    const { patient, retries } = scripted(["fails", "fails", "fails"]);
    expect(await patient.create("a", body, {})).toBe("created");
    expect(retries.map(({ failures, delayMs }) => [failures, delayMs])).toEqual([
      [1, 100],
      [2, 200],
      [3, 400],
    ]);
  });

  it("waits no longer than half a minute between two tries", async () => {
    const { patient, retries } = scripted(
      Array.from({ length: 20 }, () => "fails"),
      3_600_000,
    );
    await patient.stat("a");
    expect(Math.max(...retries.map(({ delayMs }) => delayMs))).toBe(15_000);
  });

  it("gives up when its patience is over, with what the store said last", async () => {
    const { patient, waitedMs } = scripted(
      Array.from({ length: 99 }, () => "fails"),
      5000,
    );
    await expect(patient.read("a")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(waitedMs()).toBeGreaterThan(2000);
    expect(waitedMs()).toBeLessThanOrEqual(5000);
  });

  it("does not repeat what was refused", async () => {
    const { patient, retries } = scripted(["refuses"]);
    await expect(patient.create("a", body, {})).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
    expect(retries).toEqual([]);
  });

  it("goes on with a listing that broke off, each name once", async () => {
    const { patient } = scripted(["answers", "answers", "fails", "fails", "answers", "answers", "fails"]);
    const listed: string[] = [];
    for await (const { name } of patient.list("")) listed.push(name);
    expect(listed).toEqual(["a", "b", "b.c", "c", "d"]);
  });
});
