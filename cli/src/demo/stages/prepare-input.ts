import { join } from "node:path";

import { convertFeed, produceToKafka, writeEvents } from "@headwater/ingest";

import type { DemoContext } from "../context.ts";

/** The stream as a file of events, one a line. */
export function eventsFile({ state, stream }: DemoContext): string {
  return join(state.inputDir, `${stream.name}.ndjson`);
}

/** Turns the publishers' daily files into the stream's events, and sends them to Kafka where brokers are given. */
export async function prepareInput(context: DemoContext, update: (detail: string) => void): Promise<string> {
  const { stream, dataDir, brokers } = context;
  const file = eventsFile(context);
  const { events, problems } = await convertFeed(stream.name, dataDir);
  await writeEvents(file, events);
  const made = `${events.length.toLocaleString("en-US")} events`;
  const unread = problems.length === 0 ? "" : `; ${problems.length} rows could not become events`;
  if (brokers === undefined) return `${made} from ${dataDir}${unread}`;
  const onProgress = (sent: number): void => update(`${sent} of ${events.length} events sent`);
  const sent = await produceToKafka({ feed: stream, file, brokers, isResumed: true, onProgress });
  return `${made} from ${dataDir}${unread}; ${sent.toLocaleString("en-US")} sent to topic ${stream.topic}`;
}
