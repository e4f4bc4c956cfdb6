import { describe, expect, it } from "vitest";

import type { Json } from "../types/resource.ts";
import type { Manifest } from "../types/manifest.ts";
import { parseManifest } from "./read-manifest.ts";

/** A project that is large enough to be read in many pieces. */
const models = Array.from({ length: 600 }, (_, number) => `model.shop.orders_${number}`);

/** The manifest as a run of dbt at some second writes it, with other values for some models' fields. */
function bytesOf(second: number, changes: Readonly<Record<string, Json>> = {}): Buffer {
  const entry = (id: string) => ({
    resource_type: "model",
    name: id.split(".").at(-1) ?? "",
    package_name: "shop",
    path: `${id}.sql`,
    original_file_path: `models/${id}.sql`,
    raw_code: "select 1 as id ".repeat(30),
    config: { materialized: "view" },
    created_at: second + 0.25,
    ...Object(changes[id]),
  });
  return Buffer.from(
    JSON.stringify({
      metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json" },
      nodes: Object.fromEntries(models.map((id) => [id, entry(id)])),
      parent_map: {},
    }),
  );
}

function read(head: Buffer, base: Buffer): { readonly head: Manifest; readonly base: Manifest } {
  const first = parseManifest(head, { isShared: true });
  return { head: first, base: parseManifest(base, { shareWith: first }) };
}

function differing({ head, base }: ReturnType<typeof read>): readonly string[] {
  return models.filter((id) => head.nodes.get(id) !== base.nodes.get(id));
}

describe("reading a base with its head", () => {
  it("gives the same objects, whenever dbt read their files", () => {
    const manifests = read(bytesOf(1_700_000_000), bytesOf(17));
    expect(differing(manifests)).toEqual([]);
    expect([...manifests.base.nodes.keys()]).toEqual(models);
  });

  it("does not parse what is equal", () => {
    const parse = JSON.parse;
    let parsedChars = 0;
    JSON.parse = (piece: string) => {
      parsedChars += piece.length;
      return parse(piece) as unknown;
    };
    try {
      const head = parseManifest(bytesOf(1_700_000_000), { isShared: true });
      const charsOfHead = parsedChars;
      parsedChars = 0;
      parseManifest(bytesOf(1_700_000_017), { shareWith: head });
      expect(parsedChars).toBeLessThan(charsOfHead / 2);
    } finally {
      JSON.parse = parse;
    }
  });

  it.each<[string, Json]>([
    ["its code", { raw_code: "select 2 as id" }],
    ["a created_at of its own in meta", { config: { meta: { created_at: 5 } } }],
    ["a meta key in place of its own created_at", { created_at: null, config: { meta: { created_at: 5 } } }],
  ])("sees that a node differs in %s", (_, change) => {
    const id = models[300] ?? "";
    const before = Object(change) as { config?: { meta?: object } };
    const other = before.config?.meta
      ? { ...before, config: { meta: { created_at: 6 } } }
      : { raw_code: "select 3 as id" };
    const manifests = read(bytesOf(1, { [id]: change }), bytesOf(2, { [id]: other }));
    expect(differing(manifests)).toEqual([id]);
    expect(manifests.base.nodes.get(id)).not.toEqual(manifests.head.nodes.get(id));
  });

  it("still finds what is no JSON", () => {
    const broken = bytesOf(2).toString().replaceAll('"created_at":2.25', '"created_at":2.2.5');
    expect(() => read(bytesOf(1), Buffer.from(broken))).toThrow("not JSON");
    expect(() => read(bytesOf(1), Buffer.from(bytesOf(2).subarray(0, -1)))).toThrow("not JSON");
  });
});
