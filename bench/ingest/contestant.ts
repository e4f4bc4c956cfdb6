import type { Job } from "./measure.ts";

/** One run of a contestant: a topic, and how many records it holds. */
export interface Run {
  readonly topic: string;
  readonly partitions: number;
  readonly records: number;
  readonly brokers: string;
  readonly gcsEndpoint: string;
  /** An empty folder of this run. */
  readonly folder: string;
  /** A word that no other run has. */
  readonly id: string;
}

/** How a contestant's process is started, and how to see afterwards that it has done its work. */
export interface Attempt extends Omit<Job, "folder"> {
  /** The records that it has dealt with, from what it printed or wrote. */
  readonly countRecords: (output: string) => number;
}

/** A program that reads a topic, and what it does with it. */
export interface Contestant {
  readonly name: string;
  readonly did: string;
  readonly version: string;
  readonly attempt: (run: Run) => Attempt;
}
