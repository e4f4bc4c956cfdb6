import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { findStreamConverter, streamConverters } from "./stream-converters.ts";

it("every *-stream.ts file in this folder has its converter in the list", async () => {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith("-stream.ts"));
  expect(streamConverters).toHaveLength(files.length);
});

it("a converter is found by the name of its feed", () => {
  expect(streamConverters.map((converter) => findStreamConverter(converter.feed))).toEqual(streamConverters);
});
