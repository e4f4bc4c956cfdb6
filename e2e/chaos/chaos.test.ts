import { expect, it } from "vitest";

import { gcsTools } from "../rig/gcs-emulator.ts";
import { kafkaTools } from "../rig/kafka-broker.ts";
import { describeWithTools } from "../rig/tools.ts";
import { describeChaos } from "./describe-chaos.ts";
import { runChaos } from "./run-chaos.ts";
import { readSeed } from "./seed.ts";

describeWithTools("workers to which a little happens", [...kafkaTools, ...gcsTools], () => {
  it("leave every offset accounted for, once", async () => {
    const outcome = await runChaos({
      seed: readSeed(),
      workers: 2,
      faultShare: 0.1,
      steps: ["kill during upload", "kill after upload", "zombie with an upload"],
    });
    process.stdout.write(describeChaos(outcome));
    expect(outcome.findings).toEqual([]);
    expect(outcome.crashes).toEqual([]);
    expect(outcome.racesLost).toBeGreaterThan(0);
  });
});
