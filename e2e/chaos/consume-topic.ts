import type { Kafka } from "kafkajs";

import type { ConsumedRecord, LogRange } from "./verify-landing.ts";

const timeoutMs = 120_000;

/** What a plain kafkajs consumer reads of a topic, from its beginning to the given ends. */
export async function consumeTopic(
  kafka: Kafka,
  topic: string,
  log: readonly LogRange[],
): Promise<readonly ConsumedRecord[]> {
  const consumer = kafka.consumer({ groupId: `reader-${crypto.randomUUID()}` });
  const records: ConsumedRecord[] = [];
  const open = new Set(log.flatMap(({ start, end }, partition) => (start < end ? [partition] : [])));
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => done.reject(new Error(`${topic}: partitions ${[...open].join(", ")} did not come to their end`)),
    timeoutMs,
  );
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        const offset = Number(message.offset);
        records.push({ partition, offset, key: message.key, value: message.value });
        if (offset + 1 >= (log[partition]?.end ?? 0)) open.delete(partition);
        if (open.size === 0) done.resolve();
      },
    });
    if (open.size > 0) await done.promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return records;
}
