import type { Command } from "commander";

/** Adds an area's verbs, with their options and help, to the program. */
type Register = (program: Command) => void;

/** A part of the command line that is loaded only when one of its verbs is called. */
export interface Area {
  /** The first words after `headwater` that belong to this area, each with one line for the overview. */
  readonly verbs: Readonly<Record<string, string>>;
  readonly load: () => Promise<Register>;
}

/** Every area of the command. Loading on demand keeps `headwater gate` free of Kafka and DuckDB. */
export const areas: readonly Area[] = [
  {
    verbs: { demo: "run the whole pipeline on samples or real files, and report where every record went" },
    load: async () => (await import("./demo/command.ts")).registerDemo,
  },
  {
    verbs: { dbt: "run dbt on the warehouse of the embedded default" },
    load: async () => (await import("./dbt/command.ts")).registerDbt,
  },
  {
    verbs: { contracts: "generate from the contracts, check them, and compare them with a base" },
    load: async () => (await import("@headwater/contracts/cli")).registerContracts,
  },
  {
    verbs: {
      land: "land a stream's events as a chain of segments",
      batch: "fetch and land batch files",
      produce: "write a feed's events to a file or to Kafka",
      load: "load landed objects into Bronze",
      replay: "load a part of a landed stream into Bronze again",
      silver: "run the Silver transforms on Bronze",
      audit: "account for every offset from the source to Silver",
    },
    load: async () => (await import("@headwater/ingest/cli")).registerIngest,
  },
  {
    verbs: { gate: "judge a dbt project by its artifacts, and its changes against a base" },
    load: async () => (await import("@headwater/quality/cli")).registerGate,
  },
];

/** The area that owns a verb, or undefined if no area does. */
export function areaOf(verb: string | undefined): Area | undefined {
  return areas.find((area) => verb !== undefined && Object.hasOwn(area.verbs, verb));
}
