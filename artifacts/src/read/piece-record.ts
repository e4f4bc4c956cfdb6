import { hash } from "node:crypto";

import { CONTINUED } from "../json/read-pieces.ts";
import type { Piece } from "../json/read-pieces.ts";
import { isObject } from "./fields.ts";

/** What a piece's entries were read as, by their keys. */
export type Products = ReadonlyMap<string, unknown>;

/**
 * The time at which dbt read a resource's file. It differs from run to run and no rule looks at it, so pieces that differ
 * in nothing else are taken for equal.
 */
const TIMESTAMP = /"created_at": ?[1-9]\d{0,11}(?:\.\d{1,9})?(?=[,}])/g;

/**
 * What was read from an artifact's pieces, by their text. An artifact of the same project has mostly the same pieces, and
 * those need be neither parsed nor read again.
 */
export class PieceRecord {
  readonly #products = new Map<string, Products>();

  /**
   * Remembers a piece that lies wholly in one section. One in which something else looks like a resource's timestamp, such
   * as a text in somebody's meta, is not remembered, as that may differ without being seen.
   */
  add(section: string, { text, members }: Piece, products: Products): void {
    const entries = Object.values(members?.[CONTINUED] ?? {});
    const { digest, timestamps } = digestOf(section, text);
    const hasOwnTimestamps = timestamps === entries.length && entries.every(hasTimestamp);
    if (timestamps === 0 || hasOwnTimestamps) this.#products.set(digest, products);
  }

  find(section: string, text: string): Products | undefined {
    return this.#products.get(digestOf(section, text).digest);
  }
}

function hasTimestamp(entry: unknown): boolean {
  return isObject(entry) && typeof entry.created_at === "number";
}

function digestOf(section: string, text: string): { readonly digest: string; readonly timestamps: number } {
  let timestamps = 0;
  const lasting = text.replaceAll(TIMESTAMP, () => {
    timestamps++;
    return '"created_at":0';
  });
  return { digest: `${section} ${hash("sha256", lasting, "base64")}`, timestamps };
}
