import type { Feed } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import { openDatabase } from "../load/open-database.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { auditBatch } from "./audit-batch.ts";
import { auditStream } from "./audit-stream.ts";
import type { AuditReport, AuditStage, BatchAudit, Finding, StreamAudit } from "./audit-report.ts";
import type { OpenLiveTopic } from "./live-topic.ts";

export interface AuditOptions {
  readonly feeds: readonly Feed[];
  readonly store: ObjectStore;
  /** Path of the database with Bronze and Silver; it is only read, and not at all by an audit until "land". */
  readonly database: string;
  /** How far to go. Default: to Silver. */
  readonly until?: AuditStage;
  /** How long to wait while another process holds the database. Default: 30 seconds. */
  readonly waitMs?: number;
  /** Opens a stream's live topic; without it the end of a chain counts as the topic's end. */
  readonly openTopic?: OpenLiveTopic;
  /** Called after each object that was read. */
  readonly onObject?: (name: string) => void;
}

/**
 * Accounts for every landed offset and row of the feeds, in the store, in Bronze and in Silver. What it cannot explain
 * is a finding, never an error. Throws AUDIT_NOT_LOADED, DATABASE_BUSY or DATABASE_UNUSABLE when it cannot judge.
 */
export async function runAudit(options: AuditOptions): Promise<AuditReport> {
  const { database: path, feeds, store, waitMs, openTopic, onObject, until = "silver" } = options;
  const database =
    until === "land"
      ? undefined
      : await openDatabase({ path, isReadOnly: true, ...(waitMs === undefined ? {} : { waitMs }) });
  const streams: StreamAudit[] = [];
  const batches: BatchAudit[] = [];
  const findings: Finding[] = [];
  const shared = {
    store,
    connection: database?.connection,
    withSilver: until === "silver",
    ...(onObject === undefined ? {} : { onObject }),
  };
  try {
    for (const feed of feeds) {
      if (feed.kind === "stream") {
        const result = await auditStream({
          feed,
          ...shared,
          ...(openTopic === undefined ? {} : { openTopic }),
        });
        streams.push(result.audit);
        findings.push(...result.findings);
      } else {
        const result = await auditBatch({ feed, ...shared });
        batches.push(result.audit);
        findings.push(...result.findings);
      }
    }
  } finally {
    database?.close();
  }
  requireSomething({ streams, batches, findings }, store);
  return { streams, batches, findings };
}

/** Nothing landed and nothing loaded most often means a wrong folder, and must not look like a clean result. */
function requireSomething({ streams, batches, findings }: AuditReport, store: ObjectStore): void {
  const isEmpty =
    findings.length === 0 &&
    streams.every(({ partitions }) => partitions.length === 0) &&
    batches.every(({ objects }) => objects === 0);
  if (!isEmpty) return;
  throw new IngestError(
    "AUDIT_NOT_LOADED",
    `nothing has landed in ${store.location}, so there is nothing to judge`,
    "Check --state and --store, or land something first: headwater land, headwater batch land.",
  );
}
