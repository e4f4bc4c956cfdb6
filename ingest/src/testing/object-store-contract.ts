import { beforeAll, describe, expect, it } from "vitest";

import { crc32cBase64 } from "../store/crc32c.ts";
import type { ObjectStore } from "../store/object-store.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function namesUnder(store: ObjectStore, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of store.list(prefix)) names.push(name);
  return names;
}

/** What every object store promises. Each adapter's test file runs it, on an empty store. */
export function describeObjectStore(title: string, open: () => Promise<ObjectStore>): void {
  describe(`${title} as an object store`, () => {
    let store: ObjectStore;
    beforeAll(async () => {
      store = await open();
    });

    it("gives back the body and the metadata of what it created", async () => {
      const body = Buffer.from([0, 1, 2, 250, 10, 13]);
      expect(await store.create("round/trip", body, { rows: "3", note: "plain" })).toBe("created");
      const read = await store.read("round/trip");
      expect(Buffer.from(read.body)).toEqual(body);
      expect(read.metadata).toEqual({ rows: "3", note: "plain" });
    });

    it("keeps an empty body", async () => {
      await store.create("empty", new Uint8Array(0), {});
      expect((await store.read("empty")).body.byteLength).toBe(0);
      expect((await store.stat("empty"))?.sizeBytes).toBe(0);
    });

    it("keeps a body that is already gzipped as it is", async () => {
      const gzipped = Buffer.from("1f8b08000000000000034bca2c020047bfe8b103000000", "hex");
      await store.create("zipped.ndjson.gz", gzipped, {});
      expect(Buffer.from((await store.read("zipped.ndjson.gz")).body)).toEqual(gzipped);
    });

    it("changes nothing when the name is taken", async () => {
      await store.create("taken", bytes("first"), { by: "one" });
      expect(await store.create("taken", bytes("second"), { by: "two" })).toBe("exists");
      const read = await store.read("taken");
      expect(Buffer.from(read.body).toString()).toBe("first");
      expect(read.metadata).toEqual({ by: "one" });
    });

    it("lets exactly one of many writers of one name win", async () => {
      const writers = Array.from({ length: 12 }, (_, writer) => `writer-${writer}`);
      const outcomes = await Promise.all(
        writers.map((writer) => store.create("race/name", bytes(writer), { writer })),
      );
      expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
      const { body, metadata } = await store.read("race/name");
      expect(Buffer.from(body).toString()).toBe(metadata["writer"]);
      expect(metadata["writer"]).toBe(writers[outcomes.indexOf("created")]);
    });

    it("tells size, metadata and CRC32C of an object, and nothing of one that is not there", async () => {
      await store.create("facts", bytes("123456789"), { a: "b" });
      expect(await store.stat("facts")).toEqual({ sizeBytes: 9, metadata: { a: "b" }, crc32c: "4waSgw==" });
      expect(crc32cBase64(bytes("123456789"))).toBe("4waSgw==");
      expect(await store.stat("no/such/object")).toBeUndefined();
    });

    it("says which object is missing", async () => {
      await expect(store.read("no/such/object")).rejects.toMatchObject({
        code: "STORE_OBJECT_MISSING",
        message: expect.stringContaining("no/such/object"),
      });
    });

    it("lists by prefix, in the order of the names' bytes, with metadata", async () => {
      for (const name of ["list/a/2", "list/a-b/1", "list/a/10", "list/a_b", "list/b", "listed"]) {
        await store.create(name, bytes(name), { name });
      }
      expect(await namesUnder(store, "list/")).toEqual([
        "list/a-b/1",
        "list/a/10",
        "list/a/2",
        "list/a_b",
        "list/b",
      ]);
      expect(await namesUnder(store, "list/a/1")).toEqual(["list/a/10"]);
      expect(await namesUnder(store, "list")).toContain("listed");
      expect(await namesUnder(store, "nothing/")).toEqual([]);
      const late: string[] = [];
      for await (const { name } of store.list("list/a", "list/a/11")) late.push(name);
      expect(late).toEqual(["list/a/2", "list/a_b"]);
      for await (const listed of store.list("list/b")) {
        expect(listed).toEqual({ name: "list/b", sizeBytes: 6, metadata: { name: "list/b" } });
      }
    });

    it.each(["", "/absolute", "a/../b", "a//b", ".hidden", "a/.tmp/b", "tail/", "back\\slash", "ümlaut"])(
      "refuses the name %j",
      async (name) => {
        await expect(store.create(name, bytes("x"), {})).rejects.toMatchObject({
          code: "STORE_NAME_REFUSED",
        });
      },
    );
  });
}
