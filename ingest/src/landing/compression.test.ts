import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";

import { compress, compressions, decompress, extensionOf } from "./compression.ts";

const lines = Buffer.from(Array.from({ length: 20_000 }, (_, n) => `{"offset":${n}}\n`).join(""));

describe.each(compressions)("a body compressed by %s", (compression) => {
  const name = `events.ndjson.${extensionOf[compression]}`;

  it("gives back its bytes, also when it is empty", async () => {
    expect(await decompress(name, await compress([lines], compression))).toEqual(lines);
    expect(await decompress(name, await compress([], compression))).toHaveLength(0);
  });

  it("is smaller", async () => {
    expect((await compress([lines], compression)).byteLength).toBeLessThan(lines.byteLength / 4);
  });

  it("is read by DuckDB, which goes by the name", async () => {
    const folder = await mkdtemp(join(tmpdir(), "headwater-compression-"));
    const instance = await DuckDBInstance.create();
    try {
      await writeFile(join(folder, name), await compress([lines], compression));
      const connection = await instance.connect();
      const result = await connection.runAndReadAll(
        `select count(*)::integer, max("offset")::integer from read_json('${join(folder, name)}')`,
      );
      expect(result.getRows()).toEqual([[20_000, 19_999]]);
      connection.closeSync();
    } finally {
      instance.closeSync();
      await rm(folder, { recursive: true });
    }
  });
});

it("gzip's is one member, which the system's gzip reads", async () => {
  const body = await compress([lines], "gzip");
  expect(execFileSync("gzip", ["--decompress", "--stdout"], { input: body })).toEqual(lines);
});
