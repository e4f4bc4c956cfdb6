/** The Castagnoli polynomial, bits reversed: the checksum that GCS, Kafka and Snappy frames use. */
const polynomial = 0x82f63b78;

const table = new Uint32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
  }
  table[byte] = remainder;
}

/** The CRC32C of the bytes as an unsigned number; give an earlier result as `start` to continue it. */
export function crc32c(bytes: Uint8Array, start = 0): number {
  let remainder = ~start;
  for (const byte of bytes) {
    // `?? 0` is for the type only: the table has an entry for each byte.
    remainder = (table[(remainder ^ byte) & 0xff] ?? 0) ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}

/** The CRC32C as GCS writes it: base64 of the four bytes, big-endian. */
export function crc32cBase64(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32c(bytes));
  return sum.toString("base64");
}
