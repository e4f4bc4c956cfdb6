import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { openLocalStore } from "./local-store.ts";
import { describeObjectStore } from "../testing/object-store-contract.ts";

const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-store-"));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  }
});

describeObjectStore("a local folder", async () => openLocalStore(await newFolder()));

describe("openLocalStore", () => {
  it("leaves nothing behind in its staging folder, whoever wins", async () => {
    const folder = await newFolder();
    const store = openLocalStore(folder);
    await Promise.all([1, 2, 3].map((n) => store.create("a/b", Buffer.from(`${n}`), {})));
    expect(await readdir(join(folder, ".tmp"))).toEqual([]);
  });

  it("never shows what a killed writer left in its staging folder", async () => {
    const folder = await newFolder();
    const store = openLocalStore(folder);
    await store.create("done", Buffer.from("x"), {});
    await writeFile(join(folder, ".tmp", "half-written"), "");
    const names = [];
    for await (const { name } of store.list("")) names.push(name);
    expect(names).toEqual(["done"]);
  });

  it("removes what a killed writer left, when it is older than a day", async () => {
    const folder = await newFolder();
    const hoursAgo = (hours: number): number => Date.now() / 1000 - hours * 3600;
    for (const [name, hours] of [
      ["yesterday", 25],
      ["today", 23],
    ] as const) {
      await mkdir(join(folder, ".tmp", name), { recursive: true });
      await writeFile(join(folder, ".tmp", name, "body"), "half");
      await utimes(join(folder, ".tmp", name), hoursAgo(hours), hoursAgo(hours));
    }
    await openLocalStore(folder).create("a", Buffer.from("x"), {});
    expect(await readdir(join(folder, ".tmp"))).toEqual(["today"]);
  });

  it("notices a body that was changed afterwards", async () => {
    const folder = await newFolder();
    const store = openLocalStore(folder);
    await store.create("changed", Buffer.from("as written"), {});
    await writeFile(join(folder, "changed", "body"), "as changed");
    await expect(store.read("changed")).rejects.toMatchObject({
      code: "STORE_OBJECT_CORRUPT",
      message: expect.stringContaining("changed"),
    });
  });

  it("says what to do when its folder is a file", async () => {
    const folder = await newFolder();
    await writeFile(join(folder, "file"), "");
    const store = openLocalStore(join(folder, "file"));
    await expect(store.create("a", Buffer.from("x"), {})).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      hint: expect.stringContaining("folder"),
    });
  });

  it("says what to do when it may not write to its folder", async ({ skip }) => {
    if (process.getuid?.() === 0) skip("root may write everywhere");
    const folder = await newFolder();
    await chmod(folder, 0o500);
    await expect(openLocalStore(folder).create("a", Buffer.from("x"), {})).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
    });
  });
});
