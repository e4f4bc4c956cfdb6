import { rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ContractsError } from "./errors.ts";
import { findFeed, loadFeeds } from "./load-feeds.ts";
import {
  BATCH_PROPERTIES,
  BATCH_SETTINGS,
  STREAM_PROPERTIES,
  STREAM_SETTINGS,
  testSchema,
  testStream,
} from "./testing/test-feed.ts";
import { testFolder, writeContract } from "./testing/test-folder.ts";

const schema = testSchema(STREAM_PROPERTIES);

/** The error of loading one contract. */
async function errorOf(settings: object | string, eventSchema: object | string): Promise<ContractsError> {
  const folder = await testFolder();
  await writeContract(folder, "readings", settings, eventSchema);
  const error: unknown = await loadFeeds(folder).catch((thrown: unknown) => thrown);
  if (error instanceof ContractsError) {
    return error;
  }
  throw new Error(`loaded, or failed in another way: ${String(error)}`);
}

describe("loadFeeds", () => {
  it("gives a stream with its settings in camel case and its fields typed", async () => {
    const folder = await testFolder();
    await writeContract(folder, "readings", { ...STREAM_SETTINGS, record_time: "read_at" }, schema);
    const [feed] = await loadFeeds(folder);
    expect(feed).toMatchObject({
      kind: "stream",
      topic: "lab.readings",
      eventTime: "read_at",
      recordTime: "read_at",
      allowedLatenessMs: 86_400_000,
      freshness: { warnAfter: { count: 12, period: "hour" }, errorAfter: { count: 2, period: "day" } },
      major: 1,
    });
    expect(feed?.fields.map(({ name, type }) => [name, type])).toEqual([
      ["reading_id", "string"],
      ["read_at", "timestamp"],
    ]);
  });

  it("gives a batch dataset with its files in order and their source columns", async () => {
    const folder = await testFolder();
    await writeContract(folder, "readings", BATCH_SETTINGS, testSchema(BATCH_PROPERTIES));
    const [feed] = await loadFeeds(folder);
    expect(feed).toMatchObject({
      kind: "batch",
      primaryKey: ["reading_id"],
      files: [{ path: "lab/old.csv", encoding: "utf-8" }, { path: "lab/new.csv" }],
      fields: [{ name: "reading_id", sourceColumn: "Reading ID" }],
    });
  });

  it("names the folder that cannot be read", async () => {
    await expect(loadFeeds("no/such/folder")).rejects.toMatchObject({
      code: "CONTRACTS_FOLDER_MISSING",
      message: expect.stringContaining("no/such/folder"),
    });
  });

  it("refuses a folder without feeds, and a feed without its feed.yml", async () => {
    const folder = await testFolder();
    await expect(loadFeeds(folder)).rejects.toMatchObject({ code: "CONTRACTS_FOLDER_MISSING" });
    await writeContract(folder, "readings", STREAM_SETTINGS, schema);
    await rm(path.join(folder, "readings", "feed.yml"));
    await expect(loadFeeds(folder)).rejects.toMatchObject({
      code: "CONTRACTS_FILE_UNREADABLE",
      message: expect.stringContaining("feed.yml"),
    });
  });

  it.each([
    ["YAML that is none", "name: [", schema, "CONTRACTS_FILE_UNREADABLE", "feed.yml is not YAML"],
    ["a YAML key that stands twice", "name: a\nname: b\n", schema, "CONTRACTS_FILE_UNREADABLE", "unique"],
    ["JSON that is none", STREAM_SETTINGS, "{", "CONTRACTS_FILE_UNREADABLE", "event.schema.json is not JSON"],
    ["a JSON key that stands twice", STREAM_SETTINGS, '{"a":1,"a":2}', "CONTRACTS_FILE_UNREADABLE", "unique"],
    [
      "a schema outside the subset",
      STREAM_SETTINGS,
      {},
      "CONTRACTS_SCHEMA_REFUSED",
      'SCHEMA_TYPE at "/type"',
    ],
  ])("refuses %s and names the file", async (_, settings, eventSchema, code, text) => {
    const error = await errorOf(settings, eventSchema);
    expect(error.code).toBe(code);
    expect(error.message).toContain("readings");
    expect(error.message).toContain(text);
  });

  it.each([
    ["a misspelt key", { partition: 3 }, 'partition: is not a known key; did you mean "partitions"?'],
    ["a key of the other kind", { prepare: "x" }, "prepare: is not a known key"],
    [
      "a misspelt inner key",
      { owner: { name: "A", email: "a@b.example", mail: "x" } },
      'did you mean "email"?',
    ],
    ["an unknown kind", { kind: "table" }, 'kind: must be "stream" or "batch"'],
    ["a missing key", { topic: undefined }, "topic: is missing"],
    ["a value of a wrong type", { partitions: "3" }, "partitions: "],
    ["a duration without its unit", { allowed_lateness: "30" }, 'found "30"'],
    [
      "an error age below the warning age",
      { freshness: { warn_after: "2d", error_after: "1h" } },
      "freshness: ",
    ],
    ["a name that is not the folder's", { name: "other" }, 'name: must be "readings"'],
    ["a key that is no field", { key: "id" }, 'key: "id" is not a field of the schema'],
    ["an event time of a wrong type", { event_time: "reading_id" }, "event_time: the field"],
    ["personal data that is no field", { pii: ["email"] }, 'pii: "email" is not a field'],
  ])("refuses a feed.yml with %s and names the key", async (_, change, text) => {
    const error = await errorOf({ ...STREAM_SETTINGS, ...change }, schema);
    expect(error.code).toBe("CONTRACTS_SETTINGS_INVALID");
    expect(error.message).toContain("feed.yml");
    expect(error.message).toContain(text);
  });

  it("refuses a key that may be null or missing", async () => {
    const key = { type: ["string", "null"], description: "The key." };
    const error = await errorOf(STREAM_SETTINGS, testSchema({ ...STREAM_PROPERTIES, reading_id: key }));
    expect(error.message).toContain('the field "reading_id" must be required and must not allow null');
  });

  it("refuses a stream's field that Silver would add itself", async () => {
    const late = { type: "boolean", description: "Whether it is late." };
    const error = await errorOf(STREAM_SETTINGS, testSchema({ ...STREAM_PROPERTIES, is_late: late }));
    expect(error.message).toContain("Silver adds a column of this name");
  });

  it.each([
    ["typed fields", { a: { type: "boolean", description: "A.", "x-source-column": "A" } }, {}],
    ["fields without a source column", { a: { type: "string", description: "A." } }, {}],
    [
      "two files of one name",
      {},
      { files: ["a/x.csv", "b/x.csv"].map((path) => ({ path, url: "https://a.example" })) },
    ],
    ["a path out of the data folder", {}, { files: [{ path: "../x.csv", url: "https://a.example" }] }],
    ["a file that is not fetched over https", {}, { files: [{ path: "x.csv", url: "http://a.example" }] }],
  ])("refuses a batch dataset with %s", async (_, properties, settings) => {
    const error = await errorOf(
      { ...BATCH_SETTINGS, ...settings },
      testSchema({ ...BATCH_PROPERTIES, ...properties }),
    );
    expect(error.code).toBe("CONTRACTS_SETTINGS_INVALID");
  });
});

describe("findFeed", () => {
  it("suggests the nearest name for an unknown one", () => {
    const feeds = [testStream()];
    expect(findFeed(feeds, "readings")).toBe(feeds[0]);
    expect(() => findFeed(feeds, "reading")).toThrow(
      expect.objectContaining({ code: "CONTRACTS_FEED_UNKNOWN", hint: 'Did you mean "readings"?' }),
    );
    expect(() => findFeed(feeds, "clicks")).toThrow(
      expect.objectContaining({ hint: "Known feeds: readings." }),
    );
  });
});
