import type { Feed } from "@headwater/contracts";

import { parseSegmentName, type SegmentId } from "../landing/segment-name.ts";
import type { ListedObject, ObjectStore } from "../store/object-store.ts";

/** A version of a batch feed's file, as its object's name tells it. */
export interface BatchVersionId {
  readonly feed: string;
  /** The publisher's file name without its ending. */
  readonly file: string;
  readonly version: number;
}

/** An object that holds rows of a feed: a segment of a stream, or a version of a batch file. */
export type LandedObject = ListedObject &
  (
    | { readonly kind: "segment"; readonly segment: SegmentId }
    | { readonly kind: "batch"; readonly batch: BatchVersionId }
  );

export type LandedSegment = Extract<LandedObject, { kind: "segment" }>;

const batchNameShape = /^([^/]+)\/batch\/([^/]+)\/(\d{6})\.ndjson\.gz$/;

/** Reads the object name of a batch version, or gives undefined for the name of something else. */
function parseBatchName(name: string): BatchVersionId | undefined {
  const [, feed, file, version] = batchNameShape.exec(name) ?? [];
  if (feed === undefined || file === undefined) return undefined;
  return { feed, file, version: Number(version) };
}

/** The feed's objects with rows, in the order of their names. Dead letters and the like are not among them. */
export async function* listLandedObjects(store: ObjectStore, feed: Feed): AsyncGenerator<LandedObject> {
  for await (const object of store.list(`${feed.name}/`)) {
    if (feed.kind === "stream") {
      const segment = parseSegmentName(object.name);
      if (segment) yield { ...object, kind: "segment", segment };
    } else {
      const batch = parseBatchName(object.name);
      if (batch) yield { ...object, kind: "batch", batch };
    }
  }
}
