import type { FileEvent } from "../source/file-events.ts";

/**
 * The events that a topic does not hold yet, in chunks of at most `chunkSize` and in the order of the file.
 * `producedCounts` says how many events each partition holds: as the same file always gives the same events to the
 * same partitions, these are the first ones.
 */
export async function* unsentEvents(
  events: AsyncIterable<FileEvent>,
  producedCounts: ReadonlyMap<number, number>,
  chunkSize: number,
): AsyncGenerator<readonly FileEvent[]> {
  const remaining = new Map(producedCounts);
  let chunk: FileEvent[] = [];
  for await (const event of events) {
    const count = remaining.get(event.partition) ?? 0;
    if (count > 0) {
      remaining.set(event.partition, count - 1);
    } else {
      chunk.push(event);
      if (chunk.length === chunkSize) {
        yield chunk;
        chunk = [];
      }
    }
  }
  if (chunk.length > 0) yield chunk;
}
