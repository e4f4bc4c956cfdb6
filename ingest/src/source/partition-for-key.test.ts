import { assert, property, uint8Array } from "fast-check";
import { Partitioners } from "kafkajs";
import { expect, it } from "vitest";

import { partitionForKey } from "./partition-for-key.ts";

it("gives every key the partition that kafkajs gives it", () => {
  const partitionMetadata = [0, 1, 2, 3, 4, 5, 6].map((partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  const kafkajs = Partitioners.DefaultPartitioner();
  assert(
    property(uint8Array({ maxLength: 70 }), (bytes) => {
      const key = Buffer.from(bytes);
      expect(partitionForKey(key, 7)).toBe(
        kafkajs({ topic: "t", partitionMetadata, message: { key, value: null } }),
      );
    }),
  );
});

it("gives a record without a key to partition 0", () => {
  expect(partitionForKey(null, 7)).toBe(0);
});
