import kafkajs from "kafkajs";
import type { Kafka } from "kafkajs";
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";

import { connectFramed } from "./framed-socket.ts";
import { toKafkaJsSecurity, type KafkaSecurity } from "./kafka-security.ts";

export interface KafkaClientOptions {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly security?: KafkaSecurity | undefined;
}

const connectionTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;
const pendingRequestsCheckMs = 10;

/** A kafkajs client that logs nothing and sets no timers into the past. */
export function createKafkaClient({ brokers, clientId, security }: KafkaClientOptions): Kafka {
  repairRequestQueue();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...toKafkaJsSecurity(security),
    socketFactory: connectFramed,
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: requestTimeoutMs,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 200, maxRetryTime: 5000, retries: 5 },
  });
}

/**
 * kafkajs 2.2.4 sets a timer after every answer, for a moment in the past unless the broker throttles. Node warns of
 * that on standard error. A check is needed only while requests wait.
 */
function repairRequestQueue(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleOnlyWhenNeeded(): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(this.throttledUntil - Date.now(), pendingRequestsCheckMs),
    );
  };
}
