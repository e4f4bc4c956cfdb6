import { join } from "node:path";

import { findFeed, loadFeeds } from "@headwater/contracts";
import { convertFeed, parseSegmentName, readSegment, writeEvents, type LandReport } from "@headwater/ingest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { describeObjectStore } from "../ingest/src/testing/object-store-contract.ts";
import { openStore } from "../ingest/src/store/open-store.ts";
import { gcsTools, startGcsEmulator, type GcsEmulator } from "./rig/gcs-emulator.ts";
import { root, runHeadwater, temporaryFolder } from "./rig/headwater.ts";
import { describeWithTools } from "./rig/tools.ts";

describeWithTools("fake-gcs-server, an emulator of Google Cloud Storage", gcsTools, () => {
  let emulator: GcsEmulator;
  beforeAll(async () => {
    emulator = await startGcsEmulator();
    await emulator.createBucket("landing");
  });
  afterAll(() => emulator.stop());

  const open = (folder: string): ReturnType<typeof openStore> =>
    openStore(`gs://landing/${folder}`, { gcsEndpoint: emulator.endpoint });

  describeObjectStore("a bucket", () => open("contract/suite"));

  it("keeps stores in one bucket apart by their folder", async () => {
    const [store, other] = [await open("apart"), await open("apart-too")];
    await store.create("only/here", Buffer.from("x"), {});
    expect(await other.stat("only/here")).toBeUndefined();
    for await (const { name } of other.list("")) expect.unreachable(name);
  });

  it("lists more objects than one page holds", async () => {
    const store = await open("pages");
    const names = Array.from({ length: 1100 }, (_, index) => `many/${String(index).padStart(5, "0")}`);
    const upload = `${emulator.endpoint}/upload/storage/v1/b/landing/o?uploadType=media`;
    for (const name of names) await fetch(`${upload}&name=pages/${name}`, { method: "POST", body: name });
    const listed: string[] = [];
    for await (const { name } of store.list("many/")) listed.push(name);
    expect(listed).toEqual(names);
  });

  it("has the server refuse a body that does not match the checksum taken before the upload", async () => {
    const boundary = "cut";
    const parts = [
      `--${boundary}\r\ncontent-type: application/json\r\n\r\n{"name":"damaged","crc32c":"AAAAAA=="}\r\n`,
      `--${boundary}\r\ncontent-type: text/plain\r\n\r\nbody\r\n--${boundary}--\r\n`,
    ];
    const response = await fetch(`${emulator.endpoint}/upload/storage/v1/b/landing/o?uploadType=multipart`, {
      method: "POST",
      headers: { "content-type": `multipart/related; boundary=${boundary}` },
      body: parts.join(""),
    });
    expect(response.status).toBe(400);
  });

  it("says what to do when the bucket does not exist", async () => {
    const store = await openStore("gs://no-such-bucket", { gcsEndpoint: emulator.endpoint });
    await expect(store.create("a", Buffer.from("x"), {})).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringContaining("gs://no-such-bucket"),
    });
  });

  it("takes a stream from two workers at once, each record once", async () => {
    using folder = temporaryFolder("gcs-landing");
    const feed = findFeed(await loadFeeds(join(root, "contracts")), "climate_records");
    const file = join(folder.path, "events.ndjson");
    const { events } = await convertFeed(feed.name, join(root, "samples"));
    await writeEvents(file, events);
    const place = ["--store", "gs://landing/streams", "--gcs-endpoint", emulator.endpoint];
    const land = (records: string): ReturnType<typeof runHeadwater> =>
      runHeadwater(["land", feed.name, "--from", file, "--max-segment-records", records, "--json", ...place]);
    const ended = await Promise.all([land("100"), land("70")]);
    expect(
      ended.map(({ exitCode, stderr }) => ({
        exitCode,
        stderr: stderr.replaceAll(/^climate_records: .*\n/gm, ""),
      })),
    ).toEqual([
      { exitCode: 0, stderr: "" },
      { exitCode: 0, stderr: "" },
    ]);
    const reports = ended.flatMap(({ stdout }) => JSON.parse(stdout) as readonly LandReport[]);
    expect(reports.reduce((sum, { records }) => sum + records, 0)).toBe(events.length);
    const store = await open("streams");
    let lineCount = 0;
    for await (const { name } of store.list("climate_records/"))
      if (parseSegmentName(name)) lineCount += (await readSegment(store, name)).lines.length;
    expect(lineCount).toBe(events.length);
  });

  it.each(["gs://", "gs://Upper", "gs://bucket/../up"])("refuses %s as a place", async (place) => {
    await expect(openStore(place)).rejects.toMatchObject({ code: "STORE_NAME_REFUSED" });
  });
});
