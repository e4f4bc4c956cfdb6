import { setTimeout as sleep } from "node:timers/promises";

import type { ChaosRig } from "./chaos-rig.ts";
import { moments, type Moment, type Trap } from "./fault-proxy.ts";

export const otherSteps = [
  "join",
  "leave",
  "zombie asleep",
  "zombie with an upload",
  "broker restart",
  "all workers killed, log trimmed",
] as const;
export type StepName = `kill ${Moment}` | (typeof otherSteps)[number];

/** What a step did, for the table. */
export interface StepReport {
  readonly step: StepName;
  readonly tookMs: number;
  readonly kills: number;
  readonly note: string;
}

interface Done {
  readonly kills: number;
  readonly note: string;
}

const patienceMs = 60_000;
const raceLost = "another worker's segment is in this place";

/** Does one step to the running workers, and returns when it has happened. */
export async function runStep(rig: ChaosRig, step: StepName): Promise<StepReport> {
  const startedMs = Date.now();
  const done = await doStep(rig, step);
  return { step, tookMs: Date.now() - startedMs, ...done };
}

async function doStep(rig: ChaosRig, step: StepName): Promise<Done> {
  switch (step) {
    case "join": {
      const name = await rig.pool.start();
      await until(`${name} has joined`, () => rig.pool.hasLogged(name, "partitions assigned"));
      return { kills: 0, note: `${name} joined, ${rig.pool.names.length} workers` };
    }
    case "leave": {
      await until("a worker has joined", () => rig.pool.joined.length > 0);
      const name = rig.random.pick(rig.pool.joined);
      await rig.pool.leave(name);
      return { kills: 0, note: `${name} left on SIGTERM, ${rig.pool.names.length} workers` };
    }
    case "zombie asleep":
      await untilTwoHaveJoined(rig);
      return await sleepingZombie(rig);
    case "zombie with an upload":
      await untilTwoHaveJoined(rig);
      return await uploadingZombie(rig);
    case "broker restart":
      await rig.broker.restart();
      return { kills: 0, note: "the broker was killed and started again" };
    case "all workers killed, log trimmed":
      return await killAllAndTrim(rig);
    default:
      return await killAt(rig, moments.find((moment) => step === `kill ${moment}`) ?? "before upload");
  }
}

/** kill -9 at one moment of the next upload of a segment, whoever's it is; another worker takes its place. */
async function killAt(rig: ChaosRig, moment: Moment): Promise<Done> {
  const { pool, admin } = rig;
  const { worker, object } = await nextUpload(rig, moment, (name) => pool.kill(name));
  await pool.start();
  if (moment !== "before commit") return { kills: 1, note: `${worker} at ${object}` };
  const [, feed = "", topic = "", partition = "", position = ""] =
    /([^/]+)\/([^/]+)\/\d+\/(\d+)\/(\d+)\.ndjson/.exec(object) ?? [];
  const [found] = await admin.fetchOffsets({ groupId: `headwater.${feed}`, topics: [topic] });
  const committed = Number(
    found?.partitions.find((each) => each.partition === Number(partition))?.offset ?? -1,
  );
  const isBefore = committed <= Number(position);
  return { kills: 1, note: `${worker} at ${object}, ${isBefore ? "not committed" : "committed already"}` };
}

/** A worker sleeps with open records until its session is over and others have gone on; then it wakes up and writes. */
async function sleepingZombie(rig: ChaosRig): Promise<Done> {
  const { proxy, pool } = rig;
  const { worker, object } = await nextUpload(rig, "before commit", (name) => pool.signal(name, "SIGSTOP"));
  const chain = object.slice(0, object.lastIndexOf("/") + 1);
  const isTakenOver = (): boolean =>
    [...proxy.created].some(
      ([name, creator]) => name.startsWith(chain) && name > object && creator !== worker,
    );
  try {
    await until(`another worker has gone on behind ${object}`, isTakenOver);
  } finally {
    pool.signal(worker, "SIGCONT");
  }
  const hasLost = await cameTrue(() => pool.hasLogged(worker, raceLost), 10_000);
  return {
    kills: 0,
    note: `${worker} woke up behind ${object}, ${hasLost ? "wrote and lost" : "had nothing to write"}`,
  };
}

/** A worker's upload is held back, and the worker with it, until another one has created the same segment. */
async function uploadingZombie(rig: ChaosRig): Promise<Done> {
  const { proxy, pool } = rig;
  let isHeld = true;
  const { worker, object } = await nextUpload(rig, "held back", async (name, object) => {
    pool.signal(name, "SIGSTOP");
    isHeld = await cameTrue(() => proxy.created.has(object), patienceMs);
    setTimeout(() => pool.signal(name, "SIGCONT"), 200);
  });
  await until(`${worker}'s upload has gone on`, () => proxy.created.has(object));
  const winner = proxy.created.get(object);
  const hasLost = await cameTrue(() => pool.hasLogged(worker, raceLost), 10_000);
  const how = hasLost ? `${winner} had won, it took note` : isHeld ? "it has not noticed" : "it won";
  return { kills: 0, note: `${worker} at ${object}, ${how}` };
}

/** Everybody is killed, compaction goes on, and the log's start moves beyond what was landed. */
async function killAllAndTrim({ pool, admin, topics, random }: ChaosRig): Promise<Done> {
  const victims = pool.names;
  for (const name of victims) pool.kill(name);
  await sleep(4000);
  const cleaned = topics.find(({ truth }) => truth.isCleaned);
  if (!cleaned) throw new Error("no topic is cleaned");
  const { topic } = cleaned.truth;
  const first = (await admin.fetchTopicOffsets(topic)).find(({ partition }) => partition === 0);
  const start = Math.max(Number(first?.low ?? 0), Number(first?.high ?? 0) - 1 - random.below(20));
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(start) }] });
  for (const _ of victims) await pool.start();
  return { kills: victims.length, note: `${victims.join(", ")}; ${topic}/0 begins at ${start} now` };
}

/** A zombie needs somebody who takes over. */
async function untilTwoHaveJoined({ pool }: ChaosRig): Promise<void> {
  while (pool.names.length < 2) await pool.start();
  await until("two workers have joined", () => pool.joined.length >= 2);
}

async function nextUpload(
  { proxy, pool }: ChaosRig,
  moment: Trap["moment"],
  act: (worker: string, object: string) => Promise<void> | void,
): Promise<{ readonly worker: string; readonly object: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ worker: string; object: string }>();
  const timer = setTimeout(
    () => reject(new Error(`nobody has uploaded a segment within ${patienceMs / 1000} s`)),
    patienceMs,
  );
  proxy.trap = {
    moment,
    isFor: (worker) => pool.names.includes(worker),
    spring: async (worker, object) => {
      try {
        await act(worker, object);
        resolve({ worker, object });
      } catch (error) {
        reject(error);
      }
    },
  };
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    proxy.trap = undefined;
  }
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await cameTrue(isTrue, patienceMs))) throw new Error(`it did not come to pass that ${what}`);
}

/** Whether it becomes true within the time. */
export async function cameTrue(
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > deadlineMs) return false;
    await sleep(50);
  }
  return true;
}
