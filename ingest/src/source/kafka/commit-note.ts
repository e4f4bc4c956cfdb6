import type { LandedPosition } from "../source.ts";

/** What stands beside a group's offset: the epoch, and where the chain's last segment begins. */
export function writeCommitNote(epoch: number, { lastSegment }: LandedPosition): string {
  return `headwater epoch=${epoch}${lastSegment === undefined ? "" : ` segment=${lastSegment}`}`;
}

/** What a group's offset says about this epoch; undefined if it is none, or is one of another epoch. */
export function readCommit(
  epoch: number,
  { partition, offset, metadata }: { partition: number; offset: string; metadata: string | null },
): LandedPosition | undefined {
  const [isOurs, noted, segment] = /^headwater epoch=(\d+)(?: segment=(\d+))?$/.exec(metadata ?? "") ?? [];
  if (Number(offset) < 0 || (isOurs !== undefined && Number(noted) !== epoch)) return undefined;
  return {
    partition,
    position: Number(offset),
    ...(segment === undefined ? {} : { lastSegment: Number(segment) }),
  };
}
