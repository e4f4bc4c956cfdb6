import { setTimeout as sleep } from "node:timers/promises";

import type { Admin, ITopicConfig } from "kafkajs";

const timeoutMs = 60_000;

/**
 * Creates a topic and waits until each partition has a leader. kafkajs' own wait gives up where the topic is not known
 * yet, as happens on a busy machine after a topic of the same name was deleted.
 */
export async function createTopic(admin: Admin, config: ITopicConfig): Promise<void> {
  const isCreated = async (): Promise<boolean> =>
    admin.createTopics({ topics: [config], waitForLeaders: false });
  await until(isCreated, `topic ${config.topic} could not be created`);
  const hasLeaders = async (): Promise<boolean> => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [config.topic] });
    const partitions = topics[0]?.partitions ?? [];
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
  };
  await until(hasLeaders, `topic ${config.topic} has no leaders`);
}

/**
 * Waits until a topic's partitions hold so many offsets together, those of open transactions and behind them apart: a
 * broker writes the markers that end a transaction in its own time.
 */
export async function untilOffsets(admin: Admin, topic: string, offsetCount: number): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const partitions = await admin.fetchTopicOffsets(topic);
    return partitions.reduce((sum, { high }) => sum + Number(high), 0) >= offsetCount;
  };
  await until(isThere, `topic ${topic} did not come to ${offsetCount} offsets`);
}

/** An error of the broker counts as "not yet": it is thrown only when the time is over. */
async function until(isTrue: () => Promise<boolean>, message: string): Promise<void> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      if (await isTrue()) return;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadlineMs) throw new Error(`${message} within ${timeoutMs / 1000} s`, { cause });
    await sleep(50);
  }
}
