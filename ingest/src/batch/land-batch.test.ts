import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../store/object-store.ts";
import { openLocalStore } from "../store/local-store.ts";
import { landBatch, type LandedFile } from "./land-batch.ts";
import { madeUpFeed } from "../testing/made-up-feed.ts";

let folder: string;
let store: ObjectStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "land-batch-"));
  store = openLocalStore(path.join(folder, "store"));
  await mkdir(path.join(folder, "data/tests"), { recursive: true });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const elm = "Park Id,NAME,TREES\np1,Elm,7\n";
const ash = "Park Id,NAME,TREES\np1,Ash,7\n";

async function writeParks(content: string, name = "parks.csv"): Promise<void> {
  await writeFile(path.join(folder, "data/tests", name), content);
}

async function land(feeds = [madeUpFeed()], target = store): Promise<readonly LandedFile[]> {
  const fromDir = path.join(folder, "data");
  return await landBatch({ feeds, fromDir, store: target, now: () => new Date("2024-05-06T07:08:09Z") });
}

async function objectNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of store.list("")) names.push(name);
  return names;
}

/** Two feeds of a file each; the first file is the one that a test spoils. */
function twoFeeds() {
  const file = (name: string) =>
    [{ path: `tests/${name}.csv`, url: "https://example.org", encoding: "utf-8" }] as const;
  return [madeUpFeed({ name: "bad", files: file("bad") }), madeUpFeed({ name: "good", files: file("good") })];
}

describe("landBatch", () => {
  it("lands a file as an object of rows, with checksums, publisher and time beside it", async () => {
    await writeParks(elm);
    expect(await land()).toMatchObject([{ outcome: "landed", version: 1, rows: 1 }]);
    const { body, metadata } = await store.read("parks/batch/parks/000001.ndjson.gz");
    expect(gunzipSync(body).toString()).toBe(
      '{"row":1,"value":{"park_id":"p1","park_name":"Elm","trees":"7"}}\n',
    );
    expect(metadata).toEqual({
      sourceSha256: "f289e68b3e2b7c015947e6479cb5589b75e0fb99e56c37dcf6edd7729926c28b",
      preparedSha256: "3bbb8d2fcaa48cad23309a616df7f09ec096cd1d301fa660b7bc1a6981234872",
      url: "https://example.org/parks.csv",
      landedAt: "2024-05-06T07:08:09.000Z",
      rows: "1",
      rowsWithErrors: "0",
      rowsWithRepeatedKey: "0",
      droppedColumns: "",
      sizeBytes: "65",
    });
  });

  it("lands the same file only once", async () => {
    await writeParks(elm);
    await land();
    expect(await land()).toMatchObject([{ outcome: "unchanged", version: 1, rows: 1 }]);
    expect(await objectNames()).toEqual(["parks/batch/parks/000001.ndjson.gz"]);
  });

  it("lands a changed file as a new version, and a file that changes back as one more", async () => {
    for (const content of [elm, ash, elm]) {
      await writeParks(content);
      await land();
    }
    expect(await objectNames()).toEqual([
      "parks/batch/parks/000001.ndjson.gz",
      "parks/batch/parks/000002.ndjson.gz",
      "parks/batch/parks/000003.ndjson.gz",
    ]);
  });

  it("lands a new version when the prepared rows change though the file does not", async () => {
    await writeParks(elm);
    await land();
    const stricter = madeUpFeed();
    const narrower = { ...stricter, fields: stricter.fields.slice(0, 2), schema: { type: "object" } };
    expect(await land([narrower])).toMatchObject([{ outcome: "landed", version: 2 }]);
  });

  it("takes the next version when another job takes its number first", async () => {
    await writeParks(elm);
    const rival = { ...store, create: rivalCreate(store) };
    expect(await land([madeUpFeed()], rival)).toMatchObject([{ outcome: "landed", version: 2 }]);
  });

  it("keeps the files of one feed apart", async () => {
    await writeParks(elm, "parks_2023.csv");
    await writeParks(ash, "parks_2024.csv");
    const [file] = madeUpFeed().files;
    if (file === undefined) throw new Error("The feed has no file.");
    const files = ["parks_2023", "parks_2024"].map((stem) =>
      Object.assign({}, file, { path: `tests/${stem}.csv` }),
    );
    await land([madeUpFeed({ files })]);
    expect(await objectNames()).toEqual([
      "parks/batch/parks_2023/000001.ndjson.gz",
      "parks/batch/parks_2024/000001.ndjson.gz",
    ]);
  });
});

describe("a file that cannot be landed leaves no object, and the others continue, when", () => {
  it.each([
    ["it lacks a column", "Park Id\np1\n", "BATCH_COLUMN_MISSING"],
    ["it is empty", "", "BATCH_FILE_EMPTY"],
    ["its quotes are broken", 'Park Id,NAME,TREES\n"p1', "BATCH_CSV_MALFORMED"],
  ])("%s", async (_, content, code) => {
    await writeParks(content, "bad.csv");
    await writeParks(elm, "good.csv");
    expect(await land(twoFeeds())).toMatchObject([
      { outcome: "failed", feed: "bad", path: "tests/bad.csv", error: { code, exitCode: 2 } },
      { outcome: "landed", feed: "good" },
    ]);
    expect(await objectNames()).toEqual(["good/batch/good/000001.ndjson.gz"]);
  });

  it("there is no such file", async () => {
    await writeParks(elm, "good.csv");
    const [bad] = await land(twoFeeds());
    expect(bad).toMatchObject({ outcome: "failed", error: { code: "BATCH_FILE_MISSING" } });
  });

  it("a folder stands in its place", async () => {
    await mkdir(path.join(folder, "data/tests/bad.csv"));
    const [bad] = await land(twoFeeds());
    expect(bad).toMatchObject({ outcome: "failed", error: { code: "BATCH_FILE_UNREADABLE" } });
  });

  it("its folder gives no permission", async ({ skip }) => {
    if (process.platform === "win32") skip("Windows has no permission bits");
    await writeParks(elm, "good.csv");
    await mkdir(path.join(folder, "data/locked"));
    await cp(path.join(folder, "data/tests/good.csv"), path.join(folder, "data/locked/bad.csv"));
    await chmod(path.join(folder, "data/locked"), 0);
    const file = { path: "locked/bad.csv", url: "https://example.org", encoding: "utf-8" } as const;
    const [bad] = await asOrdinaryUser(async () => await land([madeUpFeed({ files: [file] })]));
    expect(bad).toMatchObject({
      outcome: "failed",
      error: { code: "BATCH_FILE_UNREADABLE", message: expect.stringContaining("EACCES") },
    });
  });
});

/** Root may read everything, so a test of permissions must not run as root. */
async function asOrdinaryUser<Result>(action: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return await action();
  await chmod(folder, 0o755);
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

/** A `create` before whose first call somebody else lands another file under the same name. */
function rivalCreate(store: ObjectStore): ObjectStore["create"] {
  let calls = 0;
  return async (name, body, metadata) => {
    calls += 1;
    if (calls === 1) await store.create(name, Buffer.from("other"), { sourceSha256: "other" });
    return await store.create(name, body, metadata);
  };
}
