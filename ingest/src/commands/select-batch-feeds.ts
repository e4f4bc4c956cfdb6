import { findFeed, type BatchFeed, type Feed } from "@headwater/contracts";
import { IngestError } from "../errors.ts";

/** The batch feeds of these names, or all of them when no name is given. */
export function selectBatchFeeds(feeds: readonly Feed[], names: readonly string[]): readonly BatchFeed[] {
  const chosen = names.length === 0 ? feeds : names.map((name) => findFeed(feeds, name));
  const stream = names.length === 0 ? undefined : chosen.find((feed) => feed.kind === "stream");
  if (stream !== undefined) {
    throw new IngestError(
      "INGEST_OPTION_INVALID",
      `"${stream.name}" is a stream, not a batch feed.`,
      `Land its events with: headwater land ${stream.name}`,
    );
  }
  return chosen.filter((feed) => feed.kind === "batch");
}

/** Reads options of the form PATH=SHA256, where the path is one of a file of the given feeds. */
export function readExpectedChecksums(
  feeds: readonly BatchFeed[],
  options: readonly string[],
): ReadonlyMap<string, string> {
  const paths = feeds.flatMap((feed) => feed.files.map((file) => file.path));
  return new Map(
    options.map((option) => {
      const [, path, sha256] = /^(.+)=([0-9a-fA-F]{64})$/.exec(option) ?? [];
      if (path !== undefined && sha256 !== undefined && paths.includes(path)) return [path, sha256] as const;
      throw new IngestError(
        "INGEST_OPTION_INVALID",
        `--sha256 ${option} is not PATH=CHECKSUM with a checksum of 64 hexadecimal digits and the path of a file.`,
        `The files are: ${paths.join(", ")}.`,
      );
    }),
  );
}
