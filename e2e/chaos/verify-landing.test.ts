import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { crc32cBase64 } from "../../ingest/src/store/crc32c.ts";
import { readLanding } from "./reader/read-landing.ts";
import type { StoredFile } from "./reader/stored-file.ts";
import { TopicTruth, type SentRecord } from "./topic-truth.ts";
import { verifyLanding } from "./verify-landing.ts";

const sent: readonly SentRecord[] = ["one", "two", "three", "four", "five"].map((id, index) => ({
  partition: 0,
  key: Buffer.from(id),
  value: Buffer.from(`{"id":"${id}","note":"a \\" b"}`),
  timestampMs: 1000 + index,
  expectation: "clean",
}));

const lineOf = ({ key, value, timestampMs }: SentRecord, offset: number): string =>
  `{"offset":${offset},"timestamp":${timestampMs},"key":"${String(key)}","headers":{},"value":${String(value)}}`;
const lines = sent.map(lineOf);

/** A segment as a worker writes it, with changes. */
function segment(position: number, coveredEnd: number, own: readonly string[], changes = {}): StoredFile {
  const body = gzipSync(own.map((line) => `${line}\n`).join(""));
  return {
    name: `chaos/topic/1/0/${String(position).padStart(20, "0")}.ndjson.gz`,
    body,
    metadata: {
      position: `${position}`,
      coveredEnd: `${coveredEnd}`,
      partition: "0",
      records: `${own.length}`,
      dead: "0",
      violating: "0",
      gaps: "",
      crc32c: crc32cBase64(body),
      ...changes,
    },
  };
}

function verify(
  files: readonly StoredFile[],
  isCleaned = false,
  fates = sent.map(() => "kept" as const),
): readonly string[] {
  const truth = new TopicTruth("topic", isCleaned);
  for (const [offset, record] of sent.entries())
    truth.acknowledged([record], offset, fates[offset] ?? "kept");
  const consumed = sent.map(({ key, value }, offset) => ({ partition: 0, offset, key, value }));
  const landing = readLanding(files);
  return verifyLanding(landing, { truth, log: [{ start: 0, end: 5 }], consumed: isCleaned ? [] : consumed });
}

describe("the verifier of what was landed", () => {
  const first = segment(0, 2, lines.slice(0, 3));
  const second = segment(3, 4, lines.slice(3));

  it("finds nothing where every record is there once", () => {
    expect(verify([first, second])).toEqual([]);
  });

  it("finds a line that is missing", () => {
    const short = segment(3, 4, lines.slice(4));
    expect(verify([first, short])).toEqual([
      "topic/0, offset 3: nothing answers for it",
      "topic/0, offset 3: the log has it, no segment does",
    ]);
  });

  it("finds a missing segment, and a missing last one", () => {
    expect(verify([second])).toContainEqual(expect.stringContaining("a gap in the chain"));
    expect(verify([first])).toContain("topic/0: the chain ends at 3, the topic at 5");
  });

  it("finds two segments that overlap", () => {
    const again = segment(2, 4, lines.slice(2));
    const findings = verify([first, again]);
    expect(findings).toContainEqual(expect.stringContaining("an overlap in the chain"));
    expect(findings).toContainEqual(expect.stringContaining("offset 2 is there twice"));
  });

  it("finds a line that is there twice in one segment", () => {
    const double = segment(3, 4, [...lines.slice(3), lines[4] ?? ""]);
    expect(verify([first, double])).toEqual([expect.stringContaining("offset 4 is there twice")]);
  });

  it("finds one changed byte in a payload, a key and a time", () => {
    const changed = (from: string, to: string): readonly string[] =>
      verify([first, segment(3, 4, [lines[3]?.replace(from, to) ?? "", lines[4] ?? ""])]);
    expect(changed('"id":"four"', '"id":"fuor"')).toContain("topic/0, offset 3: its payload is another one");
    expect(changed('"key":"four"', '"key":"fuor"')).toContain("topic/0, offset 3: its key is another one");
    expect(changed("1003", "1004")).toContain("topic/0, offset 3: its time is 1004, not 1003");
    expect(changed('"a \\" b"', '"a \\"  b"')).toContain("topic/0, offset 3: its payload is another one");
  });

  it("takes other spaces between tokens only where the line says so", () => {
    const spaced = lines[3]?.replace('","note"', '", "note"') ?? "";
    expect(verify([first, segment(3, 4, [spaced, lines[4] ?? ""])])).toContain(
      "topic/0, offset 3: its spaces were changed without saying so",
    );
    const value = sent[3]?.value ?? Buffer.alloc(0);
    const sha256 = createHash("sha256").update(value).digest("hex");
    const original = `,"original":{"sizeBytes":${value.length},"sha256":"${sha256}"}}`;
    expect(verify([first, segment(3, 4, [spaced.slice(0, -1) + original, lines[4] ?? ""])])).toEqual([]);
  });

  it("finds a body that is not what its checksum says", () => {
    const damaged = { ...second, body: Buffer.from([...second.body.subarray(0, -1), 7]) };
    expect(verify([first, damaged])).toContainEqual(expect.stringContaining("crc32c"));
  });

  it("finds a record landed although its transaction was given up", () => {
    const fates = sent.map((_, offset) => (offset === 3 ? "aborted" : "kept") as "kept");
    expect(verify([first, second], false, fates)).toEqual([
      "topic/0, offset 3: landed, but its transaction was given up",
    ]);
  });

  it.each([
    ["control", "said to be a marker, but it is a record"],
    ["aborted", "said to be given up, but its transaction was not"],
    ["compacted", "said to be compacted, but it is the last of its key"],
    ["expired", "said to be expired, but the log begins at 0"],
    ["forgotten", "a gap for the unknown reason forgotten"],
  ])("does not believe a gap that is called %s and is none", (reason, finding) => {
    const gap = segment(3, 4, [lines[4] ?? ""], { gaps: `${reason}:3` });
    expect(verify([first, gap], true)).toEqual([`topic/0, offset 3: ${finding}`]);
  });

  it("finds dead letters that are gone", () => {
    const dead = segment(3, 4, [lines[4] ?? ""], { dead: "1", deadObject: "chaos/_dead/gone.ndjson.gz" });
    expect(verify([first, dead])).toContainEqual(expect.stringContaining("gone.ndjson.gz is not there"));
  });
});
