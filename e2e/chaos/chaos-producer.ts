import { setTimeout as sleep } from "node:timers/promises";

import { CompressionTypes, type Kafka, type Message, type Producer, type RecordMetadata } from "kafkajs";

import type { Random } from "../gate/fuzz/random.ts";
import { makeUpRecord } from "./made-up-events.ts";
import type { SentRecord, TopicTruth } from "./topic-truth.ts";

export interface ProducedTopic {
  readonly truth: TopicTruth;
  readonly partitions: number;
  /** How many keys there are; without it every record has its own. */
  readonly keys?: number;
}

const pauseMs = 30;
const pauseAfterFailureMs = 250;
const mostRecordsAtOnce = 40;
const transactionShare = 0.08;
const abortShare = 0.5;
const transactionTimeoutMs = 10_000;

/** Writes all along, some of it in transactions that are given up, and notes what the broker has said. */
export class ChaosProducer {
  readonly #kafka: Kafka;
  readonly #topics: readonly ProducedTopic[];
  readonly #random: Random;
  readonly #plain: Producer;
  #transactional: Producer | undefined;
  #isStopped = false;
  #number = 0;
  #running: Promise<void> = Promise.resolve();
  failures = 0;
  transactions = 0;

  constructor(kafka: Kafka, topics: readonly ProducedTopic[], random: Random) {
    this.#kafka = kafka;
    this.#topics = topics;
    this.#random = random;
    this.#plain = kafka.producer();
  }

  async start(): Promise<void> {
    await this.#plain.connect();
    this.#running = this.#run();
  }

  /** Ends the writing; the last record of each partition is a plain one, so that any consumer comes to the end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    for (const topic of this.#topics) {
      for (let partition = 0; partition < topic.partitions; partition++) {
        await this.#sendPlain(topic, this.#makeUp(topic, partition, 1));
      }
    }
    await this.#plain.disconnect();
    await this.#transactional?.disconnect();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const topic = this.#random.pick(this.#topics);
      const partition = this.#random.below(topic.partitions);
      const records = this.#makeUp(topic, partition, 1 + this.#random.below(mostRecordsAtOnce));
      const isTransaction = this.#random.next() < transactionShare;
      try {
        if (isTransaction) await this.#sendTransaction(topic, records);
        else await this.#sendPlain(topic, records);
        await sleep(pauseMs);
      } catch {
        // The broker is restarting: what was sent may be in the log or not, and the truth leaves that open.
        this.failures++;
        await sleep(pauseAfterFailureMs);
      }
    }
  }

  async #sendPlain({ truth }: ProducedTopic, records: readonly SentRecord[]): Promise<void> {
    truth.sending(records);
    const compression = this.#random.below(2) === 0 ? CompressionTypes.GZIP : CompressionTypes.None;
    const answers = await this.#plain.send({
      topic: truth.topic,
      messages: messagesOf(records),
      acks: -1,
      compression,
    });
    truth.acknowledged(records, baseOffsetOf(answers), "kept");
  }

  async #sendTransaction({ truth }: ProducedTopic, records: readonly SentRecord[]): Promise<void> {
    truth.sending(records);
    const isAborted = this.#random.next() < abortShare;
    let baseOffset: number | undefined;
    try {
      this.#transactional ??= await this.#connectTransactional();
      const transaction = await this.#transactional.transaction();
      const answers = await transaction.send({ topic: truth.topic, messages: messagesOf(records), acks: -1 });
      baseOffset = baseOffsetOf(answers);
      await (isAborted ? transaction.abort() : transaction.commit());
      truth.acknowledged(records, baseOffset, isAborted ? "aborted" : "kept");
      this.transactions++;
    } catch (error) {
      if (baseOffset !== undefined) truth.acknowledged(records, baseOffset, "unknown");
      // A new producer of the same id makes the broker give up what this one has left open.
      await this.#transactional?.disconnect().catch(() => undefined);
      this.#transactional = undefined;
      throw error;
    }
  }

  async #connectTransactional(): Promise<Producer> {
    const producer = this.#kafka.producer({
      transactionalId: "chaos",
      maxInFlightRequests: 1,
      idempotent: true,
      transactionTimeout: transactionTimeoutMs,
    });
    await producer.connect();
    return producer;
  }

  #makeUp({ keys }: ProducedTopic, partition: number, count: number): readonly SentRecord[] {
    const nowMs = Date.now();
    return Array.from({ length: count }, () =>
      makeUpRecord(this.#random, {
        partition,
        nowMs,
        number: this.#number++,
        ...(keys === undefined ? {} : { keys }),
      }),
    );
  }
}

function messagesOf(records: readonly SentRecord[]): Message[] {
  return records.map(({ partition, key, value, timestampMs }) => ({
    partition,
    key,
    value,
    timestamp: String(timestampMs),
  }));
}

function baseOffsetOf(answers: readonly RecordMetadata[]): number {
  const [answer] = answers;
  if (answers.length !== 1 || answer?.baseOffset === undefined) {
    throw new Error(`expected one base offset, found ${JSON.stringify(answers)}`);
  }
  return Number(answer.baseOffset);
}
