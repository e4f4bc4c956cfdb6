import type { StreamFeed } from "@headwater/contracts";
import { z } from "zod";

import { IngestError } from "../errors.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { compressions, extensionOf, type Compression } from "./compression.ts";
import { chainFactsName, parseSegmentName } from "./segment-name.ts";

/** What every worker of an epoch must do alike, as its `_chain.json` holds it. */
const stored = z.object({ version: z.literal(1), compression: z.enum(compressions) });

/**
 * How segments of this epoch are compressed: as its first worker began, whatever is wanted now. The compression is
 * part of a segment's name, so two workers that differ in it could both create one position. The first worker writes
 * its wish into `_chain.json`, which is created once like a segment. Throws INGEST_CHAIN_UNREADABLE.
 */
export async function followChain(
  store: ObjectStore,
  feed: Pick<StreamFeed, "name" | "topic" | "epoch">,
  wanted: Compression,
): Promise<Compression> {
  const name = chainFactsName({ feed: feed.name, topic: feed.topic, epoch: feed.epoch });
  const decided = await readDecision(store, name);
  if (decided) return decided;
  // Segments without the file are older than it.
  const compression = (await findCompression(store, name.slice(0, name.lastIndexOf("/") + 1))) ?? wanted;
  const facts: z.input<typeof stored> = { version: 1, compression };
  const outcome = await store.create(name, Buffer.from(`${JSON.stringify(facts)}\n`), {});
  return outcome === "created" ? compression : ((await readDecision(store, name)) ?? compression);
}

async function readDecision(store: ObjectStore, name: string): Promise<Compression | undefined> {
  if (!(await store.stat(name))) return undefined;
  const text = Buffer.from((await store.read(name)).body).toString();
  try {
    return stored.parse(JSON.parse(text)).compression;
  } catch (error) {
    throw new IngestError(
      "INGEST_CHAIN_UNREADABLE",
      `${name} in ${store.location} is not understood: expected version 1 and one of ${compressions.join(", ")}, ` +
        `found ${text.slice(0, 200).trim()}.`,
      "It may be written by a newer Headwater: use that one. If it was changed by hand, restore it from a copy.",
      error,
    );
  }
}

async function findCompression(store: ObjectStore, epochPrefix: string): Promise<Compression | undefined> {
  for await (const { name } of store.list(epochPrefix)) {
    if (parseSegmentName(name)) return compressions.find((each) => name.endsWith(`.${extensionOf[each]}`));
  }
  return undefined;
}
