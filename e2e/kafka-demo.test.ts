import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { runHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { type KafkaBroker, kafkaTools, startKafkaBroker } from "./rig/kafka-broker.ts";
import { hasRealData, realDataDir } from "./rig/real-data.ts";
import { describeWithTools } from "./rig/tools.ts";
import { digestWarehouse } from "./rig/warehouse-digest.ts";

// The publishers' files where they are there, as they hold more events; the samples otherwise.
const dataArgs = hasRealData ? ["--data", realDataDir] : [];

describeWithTools("the demo through a real Kafka broker", kafkaTools, () => {
  const folder = temporaryFolder("kafka-demo");
  let broker: KafkaBroker;

  beforeAll(async () => {
    broker = await startKafkaBroker();
  });

  afterAll(async () => {
    await broker.stop();
    folder[Symbol.dispose]();
  });

  async function silverTables(
    name: string,
    extraArgs: readonly string[],
  ): Promise<Readonly<Record<string, string>>> {
    const state = join(folder.path, name);
    const args = ["demo", ...dataArgs, "--until", "silver", "--state", state, ...extraArgs];
    const { exitCode, stderr } = await runHeadwater(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const digests = Object.entries(await digestWarehouse(join(state, "warehouse.duckdb")));
    return Object.fromEntries(digests.filter(([table]) => table.startsWith("silver.")));
  }

  it("gives the same Silver rows as the file source, and the same again when it is repeated", async () => {
    const fromFile = await silverTables("file", []);
    expect(Object.keys(fromFile).length).toBeGreaterThanOrEqual(3);
    expect(await silverTables("kafka", ["--kafka", broker.address])).toEqual(fromFile);
    expect(await silverTables("kafka", ["--kafka", broker.address])).toEqual(fromFile);
  });
});
