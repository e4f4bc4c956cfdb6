import { runHeadwater } from "../rig/headwater.ts";
import { bucket, startChaosRig, type ChaosRig } from "./chaos-rig.ts";
import { cameTrue, runStep, type StepName, type StepReport } from "./chaos-steps.ts";
import { consumeTopic } from "./consume-topic.ts";
import { readLanding, type Landing } from "./reader/read-landing.ts";
import { listBucket, readBucket } from "./reader/stored-file.ts";
import type { LogRange } from "./verify-landing.ts";
import { verifyLanding } from "./verify-landing.ts";

export interface ChaosPlan {
  readonly seed: number;
  /** Done in an order that the seed decides. */
  readonly steps: readonly StepName[];
  readonly workers: number;
  /** The share of requests to the store that something happens to. */
  readonly faultShare: number;
}

export interface ChaosOutcome {
  readonly plan: ChaosPlan;
  readonly tookMs: number;
  readonly steps: readonly StepReport[];
  /** How often the proxy has seen or done what. */
  readonly counts: ReadonlyMap<string, number>;
  readonly racesLost: number;
  readonly rebalances: number;
  readonly restarts: number;
  readonly acknowledged: number;
  readonly transactions: number;
  readonly producerFailures: number;
  readonly landing: Landing;
  readonly consumed: number;
  /** Workers that ended badly, and what the last run with --once has to say. */
  readonly crashes: readonly string[];
  readonly findings: readonly string[];
}

const drainTimeoutMs = 120_000;
const folder = "chaos/";

/** Lands two topics by workers to which everything happens, then reads back what they have left. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosOutcome> {
  process.stdout.write(`chaos with HEADWATER_SEED=${plan.seed}\n`);
  const startedMs = Date.now();
  const rig = await startChaosRig(plan.seed, plan.faultShare);
  try {
    await rig.producer.start();
    for (let count = 0; count < plan.workers; count++) await explained(rig, "join");
    const steps: StepReport[] = [];
    for (const step of shuffled(plan.steps, rig)) steps.push(await explained(rig, step));
    rig.proxy.calm();
    await rig.producer.stop();
    const logs = await readLogs(rig);
    const hasDrained = await cameTrue(() => isLandedTo(rig, logs), drainTimeoutMs);
    // A worker that is still starting has nothing to write, and does not listen to SIGTERM yet.
    await Promise.all(rig.pool.joined.map((name) => rig.pool.leave(name)));
    await rig.pool.killAll();
    const last = await runHeadwater([...rig.landArgs, "--once", "--gcs-endpoint", rig.emulator.endpoint]);
    const crashes = [
      ...rig.pool.crashes,
      ...(hasDrained ? [] : [`the workers did not come to the end within ${drainTimeoutMs / 1000} s`]),
      ...(last.exitCode === 0 ? [] : [`land --once ended with ${last.exitCode}: ${last.stderr}`]),
    ];
    return { ...(await judge(rig, logs)), plan, steps, crashes, tookMs: Date.now() - startedMs };
  } finally {
    await rig.stop();
  }
}

/** A step that fails says what the workers had to say. */
async function explained(rig: ChaosRig, step: StepName): Promise<StepReport> {
  try {
    return await runStep(rig, step);
  } catch (error) {
    throw new Error(`${step} failed; the workers:\n${rig.pool.lastWords()}`, { cause: error });
  }
}

async function judge(
  rig: ChaosRig,
  logs: ReadonlyMap<string, readonly LogRange[]>,
): Promise<Omit<ChaosOutcome, "plan" | "steps" | "crashes" | "tookMs">> {
  const landing = readLanding(await readBucket(rig.emulator.endpoint, bucket, folder));
  const findings: string[] = [];
  let consumedCount = 0;
  for (const { truth } of rig.topics) {
    // The log's start may have moved on meanwhile.
    const log = (await readLogs(rig)).get(truth.topic) ?? [];
    const consumed = await consumeTopic(rig.broker.client, truth.topic, logs.get(truth.topic) ?? []);
    consumedCount += consumed.length;
    findings.push(...verifyLanding(landing, { truth, log, consumed }));
  }
  return {
    counts: rig.proxy.counts,
    racesLost: rig.pool.countInLogs("another worker's segment is in this place"),
    rebalances: rig.pool.countInLogs("partitions assigned"),
    restarts: rig.pool.restarts,
    acknowledged: rig.topics.reduce((sum, { truth }) => sum + truth.count, 0),
    transactions: rig.producer.transactions,
    producerFailures: rig.producer.failures,
    landing,
    consumed: consumedCount,
    findings,
  };
}

async function readLogs({ admin, topics }: ChaosRig): Promise<ReadonlyMap<string, readonly LogRange[]>> {
  const logs = new Map<string, readonly LogRange[]>();
  for (const { truth } of topics) {
    const partitions = await admin.fetchTopicOffsets(truth.topic);
    const ordered = partitions.toSorted((left, right) => left.partition - right.partition);
    logs.set(
      truth.topic,
      ordered.map(({ low, high }) => ({ start: Number(low), end: Number(high) })),
    );
  }
  return logs;
}

/** Whether every partition has a segment that answers for the log's last offset. */
async function isLandedTo(
  { emulator }: ChaosRig,
  logs: ReadonlyMap<string, readonly LogRange[]>,
): Promise<boolean> {
  const ends = new Map<string, number>();
  for (const { metadata } of await listBucket(emulator.endpoint, bucket, folder)) {
    const place = `${metadata["topic"]}/${metadata["partition"]}`;
    ends.set(place, Math.max(ends.get(place) ?? 0, Number(metadata["coveredEnd"] ?? -1) + 1));
  }
  return [...logs].every(([topic, log]) =>
    log.every(({ end }, partition) => (ends.get(`${topic}/${partition}`) ?? 0) >= end),
  );
}

function shuffled(steps: readonly StepName[], { random }: ChaosRig): readonly StepName[] {
  const left = [...steps];
  return steps.map(() => left.splice(random.below(left.length), 1)[0] ?? "join");
}
