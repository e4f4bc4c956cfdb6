import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { CommandError } from "../errors.ts";

/** The files of one embedded pipeline. Everything the demo writes is below `dir`. */
export interface State {
  readonly dir: string;
  readonly storeDir: string;
  readonly database: string;
  readonly targetDir: string;
  readonly inputDir: string;
}

/** The layout of a state folder. */
export function stateAt(dir: string): State {
  return {
    dir,
    storeDir: join(dir, "store"),
    database: join(dir, "warehouse.duckdb"),
    targetDir: join(dir, "target"),
    inputDir: join(dir, "input"),
  };
}

/** What a state was filled from. Two inputs in one state would mix their rows. */
export interface StateInput {
  readonly data: string;
  readonly kafka: string | null;
}

const markerName = "demo.json";

/**
 * Makes the state ready for this input: empties it if asked, and refuses a state of another input, or a folder that
 * the demo did not make. Throws DEMO_STATE_OF_OTHER_INPUT or DEMO_STATE_FOREIGN.
 */
export function claimState({ dir }: State, input: StateInput, isClean: boolean): void {
  const marker = join(dir, markerName);
  const entries = existsSync(dir) ? readdirSync(dir) : [];
  const isOurs = entries.includes(markerName);
  if (isClean && isOurs) emptyExceptMarker(dir, entries);
  else if (isOurs) refuseOtherInput(dir, JSON.parse(readFileSync(marker, "utf8")) as StateInput, input);
  else if (entries.includes("store") || entries.includes("warehouse.duckdb")) refuseForeign(dir);
  mkdirSync(dir, { recursive: true });
  writeFileSync(`${marker}.new`, `${JSON.stringify(input)}\n`);
  renameSync(`${marker}.new`, marker);
}

/** The marker stays to the end: a folder that was half emptied is still known as ours. */
function emptyExceptMarker(dir: string, entries: readonly string[]): void {
  for (const entry of entries) {
    if (entry !== markerName) rmSync(join(dir, entry), { recursive: true });
  }
}

function refuseOtherInput(dir: string, found: StateInput, wanted: StateInput): void {
  if (found.data === wanted.data && found.kafka === wanted.kafka) return;
  throw new CommandError(
    "DEMO_STATE_OF_OTHER_INPUT",
    `${dir} was filled from ${describe(found)}, and this run reads ${describe(wanted)}.`,
    "Start over with --clean, or keep both with another --state DIR.",
  );
}

function refuseForeign(dir: string): void {
  throw new CommandError(
    "DEMO_STATE_FOREIGN",
    `${dir} holds a store or a warehouse that the demo did not make.`,
    "Name another folder with --state DIR. The demo never deletes what it did not write.",
  );
}

function describe({ data, kafka }: StateInput): string {
  return kafka === null ? data : `${data} through Kafka at ${kafka}`;
}
