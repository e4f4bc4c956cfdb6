import type { Kafka } from "kafkajs";

import { createTopic, untilOffsets } from "../../e2e/rig/kafka-topics.ts";

/** Length of every payload in bytes. */
export const payloadBytes = 329;
const recordsPerRequest = 4000;
const pages = ["/", "/cart", "/checkout", "/p/1234", "/p/99881", "/search?q=shoes", "/account"];
const eventTypes = ["view", "click", "add", "buy"];
const countries = ["DE", "FR", "US"];
const startMs = Date.UTC(2024, 4, 1);

/** Creates a topic with so many records, spread evenly over its partitions, not compressed. */
export async function fillTopic(
  kafka: Kafka,
  topic: string,
  partitions: number,
  count: number,
): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await createTopic(admin, { topic, numPartitions: partitions });
  // Idempotent: a request that is sent again must not double its records.
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (let from = 0; from < count; from += recordsPerRequest) {
    const indexes = Array.from(
      { length: Math.min(recordsPerRequest, count - from) },
      (_, index) => from + index,
    );
    const messages = indexes.map((index) => {
      const key = eventId(index);
      return {
        key,
        value: payload(index),
        partition: index % partitions,
        timestamp: String(startMs + index),
      };
    });
    await producer.send({ topic, acks: -1, messages });
  }
  await producer.disconnect();
  await untilOffsets(admin, topic, count);
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const found = ends.reduce((sum, { high }) => sum + Number(high), 0);
  if (found !== count) throw new Error(`${topic} holds ${found} records, and ${count} were sent.`);
}

/** An event that keeps the contract, made of its number alone: every run has the same ones. */
export function payload(index: number): string {
  const event = {
    event_id: eventId(index),
    event_type: pick(eventTypes, index),
    user_id: `u${mix(index, 2) % 100_000}`,
    session_id: hex(index, 3, 12),
    url: `https://shop.example.com${pick(pages, mix(index, 4))}`,
    occurred_at: new Date(startMs + index * 3).toISOString(),
    user_agent: "Mozilla/5.0 (X11; Linux)",
    place: {
      country: pick(countries, mix(index, 5)),
      latitude: fraction(index, 6, 90, 1e6),
      longitude: fraction(index, 7, 180, 1e6),
    },
    price: fraction(index, 8, 100, 100),
  };
  const missing = payloadBytes - JSON.stringify(event).length - "?".length;
  return JSON.stringify({ ...event, url: `${event.url}?${hex(index, 9, missing)}` });
}

const eventId = (index: number): string => hex(index, 1, 16);

function pick(values: readonly string[], index: number): string {
  return values[index % values.length] ?? "";
}

/** A number below `limit` with as many decimals as `scale` has zeros. */
function fraction(index: number, salt: number, limit: number, scale: number): number {
  return Math.floor((mix(index, salt) / 2 ** 32) * limit * scale) / scale;
}

function hex(index: number, salt: number, length: number): string {
  let digits = "";
  for (let part = 0; digits.length < length; part += 1)
    digits += mix(index, salt * 100 + part)
      .toString(16)
      .padStart(8, "0");
  return digits.slice(0, length);
}

/** 32 bits that look random, from two numbers: the finalizer of MurmurHash3 over their sum. */
function mix(index: number, salt: number): number {
  let bits = (index + salt * 0x9e_37_79_b1) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85_eb_ca_6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2_b2_ae_35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
