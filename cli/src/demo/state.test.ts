import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { claimState, stateAt } from "./state.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "headwater-state-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const samples = { data: "samples", kafka: null };

describe("claimState", () => {
  it("takes a new folder, and the same input again without touching what is there", () => {
    const state = stateAt(join(folder, "new"));
    claimState(state, samples, false);
    writeFileSync(state.database, "x");
    claimState(state, samples, false);
    expect(existsSync(state.database)).toBe(true);
  });

  it("refuses another input, and says how to go on", () => {
    const state = stateAt(folder);
    claimState(state, samples, false);
    const claim = (): void => claimState(state, { data: "samples", kafka: "localhost:9092" }, false);
    expect(claim).toThrow(/filled from samples, and this run reads samples through Kafka at localhost:9092/);
    expect(claim).toThrow(expect.objectContaining({ code: "DEMO_STATE_OF_OTHER_INPUT" }));
  });

  it("starts over with --clean, for the same and for another input", () => {
    const state = stateAt(folder);
    claimState(state, samples, false);
    writeFileSync(state.database, "x");
    claimState(state, { data: "other", kafka: null }, true);
    expect(existsSync(state.database)).toBe(false);
  });

  it("never empties a folder that the demo did not make", () => {
    const state = stateAt(folder);
    mkdirSync(state.storeDir);
    expect(() => claimState(state, samples, true)).toThrow(
      expect.objectContaining({ code: "DEMO_STATE_FOREIGN" }),
    );
    expect(existsSync(state.storeDir)).toBe(true);
  });
});
