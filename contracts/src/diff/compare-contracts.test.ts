import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { BATCH_SETTINGS, STREAM_PROPERTIES, STREAM_SETTINGS, testSchema } from "../testing/test-feed.ts";
import { type BaseFeed, compareContracts } from "./compare-contracts.ts";
import { type ContractVersion, readVersion } from "./contract-version.ts";

interface Differences {
  readonly settings?: object;
  readonly properties?: object;
}

function version({ settings = {}, properties = {} }: Differences = {}): ContractVersion {
  const schema = testSchema({ ...STREAM_PROPERTIES, ...properties }, Object.keys(STREAM_PROPERTIES));
  const read = readVersion({
    settings: stringify({ ...STREAM_SETTINGS, ...settings }),
    schema: JSON.stringify(schema),
  });
  if (read === undefined) {
    throw new Error("not a version");
  }
  return read;
}

/** Findings as "level CODE subject commits" when `versions` (newest first) stand on the base. */
function findings(
  versions: readonly Differences[],
  head: Differences | undefined,
  isPresent = true,
): readonly string[] {
  const base: BaseFeed = {
    name: "readings",
    isPresent,
    versions: versions.map((differences, index) => ({ commit: `c${index}`, version: version(differences) })),
  };
  const after = new Map(head === undefined ? [] : [["readings", version(head)] as const]);
  return compareContracts([base], after).map(({ level, code, subject, against }) =>
    [level, code, subject, ...against].filter((part) => part !== "").join(" "),
  );
}

const text = { type: "string", description: "A field." };
const flag = { type: "boolean", description: "A field." };

describe("compareContracts", () => {
  it("finds nothing when nothing changed", () => {
    expect(findings([{}], {})).toEqual([]);
  });

  it("reports a new feed as compatible and a removed one as breaking", () => {
    expect(findings([], {})).toEqual(["compatible FEED_ADDED"]);
    expect(findings([{}], undefined)).toEqual(["breaking FEED_REMOVED c0"]);
    expect(findings([{}], undefined, false)).toEqual([]);
  });

  it("finds a field that comes back with another type, which the newest version alone would not show", () => {
    const [newest, older] = [{}, { properties: { unit: text } }];
    expect(findings([newest], { properties: { unit: flag } })).toEqual(["compatible FIELD_ADDED unit c0"]);
    expect(findings([newest, older], { properties: { unit: flag } })).toEqual([
      "breaking TYPE_CHANGED unit c1",
      "compatible FIELD_ADDED unit c0",
    ]);
  });

  it("reports one breaking change once, with every version that it breaks", () => {
    const wide = { properties: { unit: text } };
    expect(findings([wide, wide], {})).toEqual(["breaking FIELD_REMOVED unit c0 c1"]);
  });

  it("compares with the history of a feed that the base had and lost", () => {
    expect(findings([{ properties: { unit: text } }], { properties: { unit: flag } }, false)).toEqual([
      "breaking TYPE_CHANGED unit c0",
    ]);
  });

  it("takes a raised major as a break that is meant, and compares from there on", () => {
    const raised = { settings: { major: 2 }, properties: { unit: flag } };
    const old = { properties: { unit: text } };
    expect(findings([old], raised)).toEqual(["compatible MAJOR_RAISED major c0"]);
    expect(findings([raised, old], raised)).toEqual([]);
    expect(findings([raised, old], { settings: { major: 2 } })).toEqual(["breaking FIELD_REMOVED unit c0"]);
    expect(findings([raised, old], old)).toEqual(["breaking MAJOR_LOWERED major c0"]);
  });

  it.each([
    ["key", { key: "other" }, ["breaking SETTING_CHANGED key c0"]],
    ["order key", { version: "read_at" }, ["breaking SETTING_CHANGED version c0"]],
    ["event time", { event_time: "other" }, ["breaking SETTING_CHANGED event_time c0"]],
    ["domain", { domain: "other" }, ["breaking SETTING_CHANGED domain c0"]],
    ["topic in the same epoch", { topic: "t2" }, ["breaking SETTING_CHANGED topic c0"]],
    ["partitions in the same epoch", { partitions: 4 }, ["breaking SETTING_CHANGED partitions c0"]],
    ["topic in a new epoch", { topic: "t2", epoch: 2 }, ["compatible SETTING_CHANGED topic c0"]],
    ["partitions in a new epoch", { partitions: 4, epoch: 2 }, ["compatible SETTING_CHANGED partitions c0"]],
    ["epoch upwards", { epoch: 2 }, []],
    ["epoch downwards", { epoch: 0 }, ["breaking EPOCH_LOWERED epoch c0"]],
    ["allowed lateness", { allowed_lateness: "2d" }, ["compatible SETTING_CHANGED allowed_lateness c0"]],
    ["owner and words", { owner: { name: "B", email: "b@c.example" }, title: "Other" }, []],
  ])("judges a change of the %s", (_, settings, expected) => {
    expect(findings([{}], { settings })).toEqual(expected);
  });

  it("judges a batch dataset's files by their names and their precedence", () => {
    const [old, fresh] = BATCH_SETTINGS.files;
    const files = (list: readonly unknown[]) => ({ settings: { ...BATCH_SETTINGS, files: list } });
    const added = { path: "lab/added.csv", url: "https://data.example/added.csv" };
    expect(findings([files([old, fresh])], files([old, added, fresh]))).toEqual([
      "compatible FILE_ADDED lab/added.csv c0",
    ]);
    expect(findings([files([old, fresh])], files([old]))).toEqual(["breaking FILE_REMOVED lab/new.csv c0"]);
    expect(findings([files([old, fresh])], files([fresh, old]))).toEqual([
      "breaking FILE_ORDER_CHANGED files c0",
    ]);
    expect(findings([files([old])], files([{ ...old, url: "https://elsewhere.example/old.csv" }]))).toEqual(
      [],
    );
  });
});

describe("readVersion", () => {
  it("reads a feed.yml that lacks keys of today, and refuses what is no contract", () => {
    const schema = JSON.stringify(testSchema(STREAM_PROPERTIES));
    expect(readVersion({ settings: "name: a\n", schema })?.settings).toEqual({ name: "a" });
    expect(readVersion({ settings: "name: [", schema })).toBeUndefined();
    expect(readVersion({ settings: "name: a\n", schema: "{" })).toBeUndefined();
    expect(readVersion({ settings: "name: a\n", schema: "{}" })).toBeUndefined();
  });
});
