const mixer = 0x5bd1e995;

/**
 * The partition that Kafka's own client, and kafkajs' DefaultPartitioner, give a key: murmur2 of its bytes modulo the
 * number of partitions. A record without a key goes to partition 0, so that a replay is the same every time.
 */
export function partitionForKey(key: Uint8Array | null, partitions: number): number {
  return key === null ? 0 : (murmur2(key) & 0x7fffffff) % partitions;
}

/** The 32-bit murmur2 hash with Kafka's seed, see `Utils.murmur2` in Kafka's clients. */
function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tail = bytes.byteLength % 4;
  const blocksEnd = bytes.byteLength - tail;
  let hash = 0x9747b28c ^ bytes.byteLength;
  for (let at = 0; at < blocksEnd; at += 4) {
    let block = Math.imul(view.getInt32(at, true), mixer);
    block = Math.imul(block ^ (block >>> 24), mixer);
    hash = Math.imul(hash, mixer) ^ block;
  }
  for (let at = tail - 1; at >= 0; at--) hash ^= view.getUint8(blocksEnd + at) << (8 * at);
  if (tail > 0) hash = Math.imul(hash, mixer);
  hash = Math.imul(hash ^ (hash >>> 13), mixer);
  return hash ^ (hash >>> 15);
}
