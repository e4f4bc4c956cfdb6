import { promisify } from "node:util";
import * as zlib from "node:zlib";

/** How the bodies of segments are compressed. gzip is what Snowflake, Spark and DuckDB all read without more. */
export const compressions = ["gzip", "zstd"] as const;
export type Compression = (typeof compressions)[number];

/** The ending of an object's name, which tells every reader how its body is compressed. */
export const extensionOf: Readonly<Record<Compression, "gz" | "zst">> = { gzip: "gz", zstd: "zst" };

// Level 1 takes a third of the default level's time and gives files a quarter larger.
const gzipLevel = 1;
const zstdLevel = 1;

/** One gzip member, or one zstd frame, made off the main thread. */
export async function compress(raw: Uint8Array, compression: Compression): Promise<Buffer> {
  if (compression === "gzip") return await promisify(zlib.gzip)(raw, { level: gzipLevel });
  return await promisify(zlib.zstdCompress)(raw, {
    params: { [zlib.constants.ZSTD_c_compressionLevel]: zstdLevel },
  });
}

/** The bytes that an object's body stands for; its name says how it is compressed. */
export async function decompress(name: string, body: Uint8Array): Promise<Buffer> {
  if (name.endsWith(`.${extensionOf.zstd}`)) return await promisify(zlib.zstdDecompress)(body);
  return await promisify(zlib.gunzip)(body);
}
