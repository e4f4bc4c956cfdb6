import { withoutSpaces } from "./reader/json-bytes.ts";

/** What a record should become: a line, a line with `errors`, a dead letter, or the line of a tombstone. */
type Expectation = "clean" | "violating" | "dead" | "tombstone";

/** A record as it was handed to the broker. */
export interface SentRecord {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestampMs: number;
  readonly expectation: Expectation;
}

/** Whether a record counts: `unknown` where the broker was restarted while its transaction was ended. */
export type Fate = "kept" | "aborted" | "unknown";

interface AcknowledgedRecord extends SentRecord {
  readonly offset: number;
  readonly fate: Fate;
}

/** What the producer knows about one topic, whatever the log still holds of it. */
export class TopicTruth {
  readonly topic: string;
  /** Whether records may vanish: the older ones of a key, and those below the log's start. */
  readonly isCleaned: boolean;
  readonly #acknowledged = new Map<string, AcknowledgedRecord>();
  readonly #sent = new Map<string, SentRecord>();
  readonly #lastOfKey = new Map<string, number>();
  /** Keys of what was sent and not acknowledged yet, by identity. */
  readonly #open = new Map<string, string>();

  constructor(topic: string, isCleaned = false) {
    this.topic = topic;
    this.isCleaned = isCleaned;
  }

  /** Before it is sent: from now on it may be in the log, whether the broker says so or not. */
  sending(records: readonly SentRecord[]): void {
    for (const record of records) {
      const identity = identityOf(record);
      this.#sent.set(identity, record);
      this.#open.set(identity, keyIn(record.partition, record.key));
    }
  }

  /** The broker has said that these stand at these offsets. */
  acknowledged(records: readonly SentRecord[], baseOffset: number, fate: Fate): void {
    this.sending(records);
    for (const [index, record] of records.entries()) {
      const offset = baseOffset + index;
      this.#open.delete(identityOf(record));
      this.#acknowledged.set(`${record.partition}/${offset}`, { ...record, offset, fate });
      if (fate === "aborted") continue;
      const key = keyIn(record.partition, record.key);
      this.#lastOfKey.set(key, Math.max(offset, this.#lastOfKey.get(key) ?? 0));
    }
  }

  at(partition: number, offset: number): AcknowledgedRecord | undefined {
    return this.#acknowledged.get(`${partition}/${offset}`);
  }

  /** Every acknowledged record of a partition. */
  of(partition: number): readonly AcknowledgedRecord[] {
    return [...this.#acknowledged.values()].filter((record) => record.partition === partition);
  }

  /** What was sent with this content to this partition, acknowledged or not. */
  findSent(found: Pick<SentRecord, "partition" | "key" | "value">): SentRecord | undefined {
    return this.#sent.get(identityOf(found));
  }

  /** Whether the partition has, or may have, a later record of this key: then compaction may take this one. */
  hasLater(partition: number, key: Buffer | null, offset: number): boolean {
    const keyHere = keyIn(partition, key);
    return (this.#lastOfKey.get(keyHere) ?? -1) > offset || [...this.#open.values()].includes(keyHere);
  }

  get count(): number {
    return this.#acknowledged.size;
  }
}

function keyIn(partition: number, key: Buffer | null): string {
  return `${partition}/${key === null ? "null" : key.toString("hex")}`;
}

function identityOf({ partition, key, value }: Pick<SentRecord, "partition" | "key" | "value">): string {
  return `${keyIn(partition, key)}/${value === null ? "null" : withoutSpaces(value).toString("latin1")}`;
}
