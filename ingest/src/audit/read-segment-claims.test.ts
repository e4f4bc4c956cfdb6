import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { exampleFeed } from "../testing/example-feed.ts";
import type { Gap } from "../landing/gap.ts";
import { landStream } from "../landing/land-stream.ts";
import { openLocalStore } from "../store/local-store.ts";
import { listedSource } from "../testing/listed-source.ts";
import { accountSegment } from "./account-segment.ts";
import { readSegmentClaims, type SegmentClaims } from "./read-segment-claims.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-claims-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Lands gaps and nothing else, and reads the claims of the one segment. */
async function landGaps(gaps: readonly Gap[], next: number): Promise<SegmentClaims> {
  const store = openLocalStore(folder);
  const source = listedSource([{ records: [], gaps, next }], next);
  await landStream({ feed: { ...exampleFeed, partitions: 1 }, source, store, isOnce: true });
  const segments: SegmentClaims[] = [];
  for await (const object of store.list("readings/readings/1/0/")) {
    segments.push(await readSegmentClaims(store, object));
  }
  const [only] = segments;
  if (only === undefined || segments.length > 1) throw new Error(`${segments.length} segments`);
  return only;
}

describe("readSegmentClaims", () => {
  it("reads the gaps in a segment's metadata", async () => {
    const gaps: readonly Gap[] = [
      { from: 0, to: 6, reason: "expired" },
      { from: 7, to: 7, reason: "control" },
      { from: 8, to: 9, reason: "aborted" },
    ];
    const claims = await landGaps(gaps, 10);
    expect(accountSegment("readings", claims)).toMatchObject({
      counts: { expired: 7, control: 1, aborted: 2 },
      unexplained: 0,
      findings: [],
    });
  });

  it("reads gaps that are too many for the metadata", async () => {
    const gaps = Array.from({ length: 3000 }, (_, at) => ({
      from: at,
      to: at,
      reason: at % 2 === 0 ? ("compacted" as const) : ("aborted" as const),
    }));
    const claims = await landGaps(gaps, 3000);
    expect(accountSegment("readings", claims)).toMatchObject({
      counts: { compacted: 1500, aborted: 1500 },
      unexplained: 0,
      findings: [],
    });
  });
});
