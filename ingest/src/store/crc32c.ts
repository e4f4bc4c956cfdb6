/** The Castagnoli polynomial, bits reversed: the checksum that GCS and Kafka use. */
const polynomial = 0x82f63b78;

/** Table n gives the remainder of a byte that is followed by n zero bytes. */
const [table0, table1, table2, table3] = buildTables();

/** The CRC32C of the bytes as an unsigned number; give an earlier result as `start` to continue it. */
export function crc32c(bytes: Uint8Array, start = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordsEnd = bytes.byteLength - (bytes.byteLength % 4);
  let remainder = ~start;
  // Four bytes at a time: three times as fast as one by one.
  for (let at = 0; at < wordsEnd; at += 4) {
    const word = remainder ^ view.getInt32(at, true);
    remainder =
      entry(table3, word & 0xff) ^
      entry(table2, (word >>> 8) & 0xff) ^
      entry(table1, (word >>> 16) & 0xff) ^
      entry(table0, word >>> 24);
  }
  for (let at = wordsEnd; at < bytes.byteLength; at++) {
    remainder = entry(table0, (remainder ^ view.getUint8(at)) & 0xff) ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}

/** The CRC32C as GCS writes it: base64 of the four bytes, big-endian. */
export function crc32cBase64(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32c(bytes));
  return sum.toString("base64");
}

function buildTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    return remainder;
  });
  const followedByZero = (table: Int32Array): Int32Array =>
    table.map((remainder) => entry(first, remainder & 0xff) ^ (remainder >>> 8));
  const second = followedByZero(first);
  const third = followedByZero(second);
  return [first, second, third, followedByZero(third)];
}

function entry(table: Int32Array, byte: number): number {
  // For the type only: each table has 256 entries.
  return table[byte] ?? 0;
}
