import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { downloadFile, retryDelayMs, type Download, type DownloadOptions } from "./download-file.ts";
import {
  sendBeginning,
  sendFile,
  startLoopbackServer,
  type Answer,
  type LoopbackServer,
} from "../testing/loopback-server.ts";

const content = Array.from({ length: 2000 }, (_, index) => `${index},row\n`).join("");
const sha256 = createHash("sha256").update(content).digest("hex");
const etag = '"v1"';
// The connection is cut as soon as so many bytes are on the disk.
const beginningBytes = 1000;

let folder: string;
let server: LoopbackServer | undefined;
let waitsMs: number[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "download-file-"));
  waitsMs = [];
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function serve(answer: Answer): Promise<LoopbackServer> {
  server = await startLoopbackServer(answer);
  return server;
}

async function download(changes: Partial<DownloadOptions> = {}): Promise<Download> {
  return await downloadFile({
    url: `${server?.url}/data.csv`,
    target: path.join(folder, "equity/data.csv"),
    idleTimeoutMs: 5_000,
    maxAttempts: 3,
    wait: async (durationMs) => {
      waitsMs.push(durationMs);
    },
    now: () => new Date("2024-05-06T07:08:09Z"),
    onProgress: ({ receivedBytes }) => {
      if (receivedBytes === beginningBytes) server?.cut();
    },
    ...changes,
  });
}

async function target(name = "data.csv"): Promise<string> {
  return await readFile(path.join(folder, "equity", name), "utf8");
}

async function fileNames(): Promise<string[]> {
  return (await readdir(path.join(folder, "equity"))).sort();
}

describe("downloadFile", () => {
  it("writes the file and a record with its checksum, version and time", async () => {
    const { url } = await serve((response, request) => sendFile(response, request, content, etag));
    expect(await download()).toEqual({ outcome: "fetched", sizeBytes: content.length, sha256 });
    expect(await target()).toBe(content);
    expect(await fileNames()).toEqual(["data.csv", "data.csv.fetched.json"]);
    expect(JSON.parse(await target("data.csv.fetched.json"))).toEqual({
      url: `${url}/data.csv`,
      fetchedAt: "2024-05-06T07:08:09.000Z",
      sizeBytes: content.length,
      sha256,
      etag,
    });
  });

  it("reports progress up to the whole size", async () => {
    await serve((response, request) => sendFile(response, request, content, etag));
    const seen: unknown[] = [];
    await download({ onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ receivedBytes: content.length, totalBytes: content.length });
  });

  it("resumes after a cut, asking only for the missing bytes of the same version", async () => {
    const { requests } = await serve((response, request, index) =>
      index === 0
        ? sendBeginning(response, content, beginningBytes, etag)
        : sendFile(response, request, content, etag),
    );
    await download();
    expect(requests[1]).toMatchObject({ range: "bytes=1000-", ifRange: etag });
    expect(await target()).toBe(content);
  });

  it("resumes in a later call what an earlier one could not finish", async () => {
    const { requests } = await serve((response, request, index) =>
      index === 0
        ? sendBeginning(response, content, beginningBytes, etag)
        : sendFile(response, request, content, etag),
    );
    await expect(download({ maxAttempts: 1 })).rejects.toMatchObject({ code: "FETCH_INTERRUPTED" });
    expect(await fileNames()).toEqual(["data.csv.part", "data.csv.part.json"]);
    expect(await download()).toMatchObject({ sha256 });
    expect(requests[1]?.range).toBe("bytes=1000-");
    expect(await fileNames()).toEqual(["data.csv", "data.csv.fetched.json"]);
  });

  it("begins anew when the publisher ignores the range", async () => {
    await serve((response, request, index) =>
      index === 0
        ? sendBeginning(response, content, beginningBytes, etag)
        : sendFile(response, { ...request, range: undefined }, content, etag),
    );
    await download();
    expect(await target()).toBe(content);
  });

  it("begins anew when the content changed between the attempts", async () => {
    const changed = content.toUpperCase();
    await serve((response, request, index) =>
      index === 0
        ? sendBeginning(response, content, beginningBytes, etag)
        : sendFile(response, request, changed, '"v2"'),
    );
    await download();
    expect(await target()).toBe(changed);
  });

  it.each([
    ["the rest of another version", `bytes 1000-${content.length - 1}/${content.length}`, '"v2"'],
    ["bytes that were not asked for", `bytes 0-${content.length - 1}/${content.length}`, etag],
    ["a range that cannot be read", "bytes 1000", etag],
  ])("begins anew when the publisher sends %s", async (_, contentRange, version) => {
    const { requests } = await serve((response, request, index) => {
      if (index === 0) return sendBeginning(response, content, beginningBytes, etag);
      if (index > 1) return sendFile(response, request, content, version);
      response.writeHead(206, { "content-range": contentRange, etag: version }).end(content.slice(1000));
    });
    await download();
    expect(requests[2]?.range).toBeUndefined();
    expect(await target()).toBe(content);
  });

  it("begins anew when what has arrived is longer than the content is now", async () => {
    await serve((response, request, index) => {
      if (index === 0) return sendBeginning(response, content, beginningBytes, etag);
      if (index === 1) return void response.writeHead(416, { "content-range": "bytes */5" }).end();
      sendFile(response, request, "short", '"v2"');
    });
    await download();
    expect(await target()).toBe("short");
  });

  it.each([
    ["no version", undefined],
    ["only a weak version", 'W/"v1"'],
  ])("begins anew after a cut when the publisher names %s", async (_, version) => {
    const { requests } = await serve((response, request, index) =>
      index === 0
        ? sendBeginning(response, content, beginningBytes, version)
        : sendFile(response, request, content, etag),
    );
    await download();
    expect(requests[1]).toMatchObject({ range: undefined, ifRange: undefined });
    expect(await target()).toBe(content);
  });

  it("gives up a connection on which nothing arrives, and resumes", async () => {
    const { requests } = await serve((response, request, index) =>
      index === 0
        ? sendBeginning(response, content, beginningBytes, etag)
        : sendFile(response, request, content, etag),
    );
    await download({ idleTimeoutMs: 200, onProgress: () => undefined });
    expect(requests[1]?.range).toBe("bytes=1000-");
    expect(await target()).toBe(content);
  });

  it("tries again after a server error, and waits longer each time", async () => {
    await serve((response, request, index) =>
      index < 2 ? void response.writeHead(503).end() : sendFile(response, request, content, etag),
    );
    await download();
    expect(waitsMs).toEqual([500, 1000]);
    expect(await target()).toBe(content);
  });

  it("waits as long as the publisher asks", async () => {
    await serve((response, request, index) =>
      index === 0
        ? void response.writeHead(429, { "retry-after": "7" }).end()
        : sendFile(response, request, content, etag),
    );
    await download();
    expect(waitsMs).toEqual([7000]);
  });

  it("does not fetch a file again that the publisher says is unchanged", async () => {
    const { requests } = await serve((response, request) => sendFile(response, request, content, etag));
    await download();
    expect(await download()).toEqual({ outcome: "unchanged", sizeBytes: content.length, sha256 });
    expect(requests[1]?.ifNoneMatch).toBe(etag);
  });

  it("fetches a file again that somebody changed here", async () => {
    const { requests } = await serve((response, request) => sendFile(response, request, content, etag));
    await download();
    await writeFile(path.join(folder, "equity/data.csv"), "changed");
    expect(await download()).toMatchObject({ outcome: "fetched" });
    expect(requests[1]?.ifNoneMatch).toBeUndefined();
    expect(await target()).toBe(content);
  });

  it("accepts the checksum that is expected, in upper or lower case", async () => {
    await serve((response, request) => sendFile(response, request, content, etag));
    expect(await download({ expectedSha256: sha256.toUpperCase() })).toMatchObject({ sha256 });
  });
});

describe("downloadFile fails clearly, and leaves an earlier file alone, when", () => {
  beforeEach(async () => {
    await serve((response, request) => sendFile(response, request, "earlier", '"v0"'));
    await download();
    await server?.close();
  });

  it("the content has another checksum than expected", async () => {
    await serve((response, request) => sendFile(response, request, content, etag));
    await expect(download({ expectedSha256: "0".repeat(64) })).rejects.toMatchObject({
      code: "FETCH_CHECKSUM_MISMATCH",
      message: expect.stringContaining(`has the SHA-256 ${sha256}, expected 000`),
    });
    expect(await fileNames()).toEqual(["data.csv", "data.csv.fetched.json"]);
    expect(await target()).toBe("earlier");
  });

  it("the publisher has no such file, and it asks only once", async () => {
    const { requests } = await serve((response) => void response.writeHead(404).end());
    await expect(download()).rejects.toMatchObject({
      code: "FETCH_REFUSED",
      message: expect.stringMatching(/data\.csv answered 404 Not Found\.$/),
      exitCode: 2,
    });
    expect(requests).toHaveLength(1);
    expect(await target()).toBe("earlier");
  });

  it("the publisher sends a web page", async () => {
    await serve(
      (response) => void response.setHeader("content-type", "text/html; charset=utf-8").end("<html>"),
    );
    await expect(download()).rejects.toMatchObject({ code: "FETCH_NOT_DATA" });
    expect(await target()).toBe("earlier");
  });

  it("the server goes on failing", async () => {
    const { requests } = await serve((response) => void response.writeHead(500).end());
    await expect(download()).rejects.toMatchObject({
      code: "FETCH_INTERRUPTED",
      message: expect.stringContaining(
        "in 3 attempts; the last one failed because the publisher answered 500",
      ),
    });
    expect(requests).toHaveLength(3);
    expect(await target()).toBe("earlier");
  });

  it("nobody listens", async () => {
    await serve(() => undefined);
    await server?.close();
    await expect(download({ maxAttempts: 1 })).rejects.toMatchObject({
      code: "FETCH_INTERRUPTED",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  it("the folder cannot be written", async () => {
    await serve((response, request) => sendFile(response, request, content, etag));
    const blocked = path.join(folder, "equity/data.csv/below.csv");
    await expect(download({ target: blocked })).rejects.toMatchObject({ code: "FETCH_UNWRITABLE" });
  });
});

it("retry delays double, heed the publisher, and are bounded", () => {
  expect([1, 2, 3, 20].map((attempt) => retryDelayMs(attempt))).toEqual([500, 1000, 2000, 30_000]);
  expect(retryDelayMs(1, 9000)).toBe(9000);
  expect(retryDelayMs(1, 3_600_000)).toBe(30_000);
});
