import type { StreamFeed } from "@headwater/contracts";

import type { TopicContent } from "./topic-content.ts";

/** A stream's topic as its brokers have it now. */
export interface LiveTopic {
  /** Kafka's id of this life of the topic; undefined where the brokers tell none. */
  readonly topicId: string | undefined;
  /** Whether `cleanup.policy` lets the broker take records out of the log's middle. */
  readonly isCompacted: boolean;
  /** The end (last decided offset + 1) of each partition, frozen when the topic was opened. */
  readonly ends: ReadonlyMap<number, number>;
  /** What the log of a partition holds below its frozen end. */
  readPartition(partition: number): Promise<TopicContent>;
  /** The ends as they are when this is called. */
  latestEnds(): Promise<ReadonlyMap<number, number>>;
  close(): Promise<void>;
}

export type OpenLiveTopic = (feed: StreamFeed) => Promise<LiveTopic>;
