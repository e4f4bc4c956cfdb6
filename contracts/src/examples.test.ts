import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { loadFeeds } from "./load-feeds.ts";
import { compileValidator } from "./validator.ts";

const contractsDir = path.resolve(import.meta.dirname, "..");
const feeds = await loadFeeds(contractsDir);

interface InvalidExample {
  readonly why: string;
  readonly expect: readonly { readonly field: string; readonly rule: string }[];
  readonly event: unknown;
}

async function readExamples(feed: string, file: string): Promise<unknown[]> {
  return JSON.parse(await readFile(path.join(contractsDir, feed, "examples", file), "utf8")) as unknown[]; // our own files
}

/** The generated module's validator, in ajv's form. */
async function importGenerated(feed: string): Promise<(value: unknown) => boolean> {
  const file = path.join(contractsDir, feed, "generated", "validate.js");
  const module = (await import(pathToFileURL(file).href)) as { validate: (value: unknown) => boolean }; // what the generator exports
  return module.validate;
}

describe.each(feeds.map((feed) => [feed.name, feed] as const))("the examples of %s", (name, feed) => {
  const validate = compileValidator(feed);

  it("keep the contract where they are valid", async () => {
    const events = await readExamples(name, "valid.json");
    expect(events.length).toBeGreaterThan(1);
    expect(events.map((event) => validate(event))).toEqual(events.map(() => []));
  });

  it("break exactly the rules that they name where they are invalid", async () => {
    const examples = (await readExamples(name, "invalid.json")) as InvalidExample[]; // our own files
    expect(examples.length).toBeGreaterThan(1);
    for (const { why, expect: expected, event } of examples) {
      const found = validate(event).map(({ field, rule }) => ({ field, rule }));
      expect({ why, found }).toEqual({ why, found: expected });
    }
  });

  it("are judged alike by the generated validator", async () => {
    const isValid = await importGenerated(name);
    const invalid = (await readExamples(name, "invalid.json")) as InvalidExample[]; // our own files
    const events = [...(await readExamples(name, "valid.json")), ...invalid.map(({ event }) => event)];
    expect(events.map((event) => isValid(event))).toEqual(
      events.map((event) => validate(event).length === 0),
    );
  });
});
