import { expect, it } from "vitest";

import { gcsTools } from "../rig/gcs-emulator.ts";
import { kafkaTools } from "../rig/kafka-broker.ts";
import { describeWithTools } from "../rig/tools.ts";
import { otherSteps } from "./chaos-steps.ts";
import { describeChaos } from "./describe-chaos.ts";
import { faults, moments } from "./fault-proxy.ts";
import { runChaos } from "./run-chaos.ts";
import { readSeed } from "./seed.ts";

const killsOfEachMoment = 8;

describeWithTools("workers to which everything happens", [...kafkaTools, ...gcsTools], () => {
  it("leave every offset accounted for, once", async () => {
    const kills = moments.flatMap((moment) =>
      Array.from({ length: killsOfEachMoment }, () => `kill ${moment}` as const),
    );
    const outcome = await runChaos({
      seed: readSeed(),
      workers: 3,
      faultShare: 0.15,
      steps: [...kills, ...otherSteps, ...otherSteps],
    });
    process.stdout.write(describeChaos(outcome));
    expect(outcome.findings).toEqual([]);
    expect(outcome.crashes).toEqual([]);
    expect(outcome.steps.some(({ note }) => note.endsWith("not committed"))).toBe(true);
    expect(outcome.racesLost).toBeGreaterThan(0);
    for (const fault of faults) expect(outcome.counts.get(fault)).toBeGreaterThan(0);
    const reasons = new Set(outcome.landing.segments.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)));
    expect(reasons).toEqual(new Set(["control", "aborted", "compacted", "expired"]));
  });
});
