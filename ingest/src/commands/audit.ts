import { Option, type Command } from "commander";

import { auditStages, type AuditStage } from "../audit/audit-report.ts";
import { formatAudit } from "../audit/format-audit.ts";
import type { OpenLiveTopic } from "../audit/live-topic.ts";
import { runAudit } from "../audit/run-audit.ts";
import { gcsEndpointOption, openFlaggedStore, storeOption, type StoreFlags } from "./open-flagged-store.ts";
import { kafkaSecuritySettings, readKafkaSecurity, type KafkaSecurityFlags } from "./kafka-settings.ts";
import { readBrokers, readDurationMs } from "./option-values.ts";
import { createProgressLine } from "./progress-line.ts";
import { selectFeeds } from "./select-feeds.ts";
import { resolveSettings, setting } from "./settings.ts";

interface AuditFlags extends KafkaSecurityFlags, StoreFlags {
  readonly brokers?: readonly string[];
  readonly database?: string;
  readonly contracts: string;
  readonly until: AuditStage;
  readonly wait?: number;
  readonly json?: boolean;
}

/** Adds `headwater audit`. */
export function registerAudit(program: Command): void {
  const settings = [
    setting("--brokers <host:port,...>", "compare streams with their live topics in Kafka, too", readBrokers),
    ...kafkaSecuritySettings(),
  ];
  const command = program
    .command("audit")
    .description("account for every offset and row, from the topic through Bronze to Silver")
    .argument("[feeds...]", "names of feeds (default: all)")
    .option("--state <dir>", "state folder with store/ and warehouse.duckdb", ".headwater/samples")
    .addOption(storeOption())
    .addOption(gcsEndpointOption())
    .option("--database <file>", "database instead of the state folder's")
    .option("--contracts <dir>", "folder with the contracts", "contracts")
    .addOption(
      new Option("--until <stage>", "how far to go; until land no database is needed")
        .choices(auditStages)
        .default("silver"),
    )
    .option("--wait <time>", "how long to wait while another program holds the database", readDurationMs)
    .option("--json", "print the report as JSON")
    .addHelpText("after", "\nExit codes: 0 everything is explained, 1 something is not, 2 cannot judge.");
  for (const option of settings) command.addOption(option);
  command.action(async (names: string[]) => {
    await resolveSettings(command, settings, { path: undefined, section: "audit" });
    await audit(names, command.opts<AuditFlags>());
  });
}

async function audit(names: readonly string[], flags: AuditFlags): Promise<void> {
  const feeds = await selectFeeds(flags.contracts, names);
  const store = await openFlaggedStore(flags);
  const openTopic = await topicOpener(flags);
  const progress = createProgressLine(process.stderr);
  try {
    const report = await runAudit({
      feeds,
      store,
      database: flags.database ?? `${flags.state}/warehouse.duckdb`,
      until: flags.until,
      onObject: (name) => progress.show(name),
      ...(flags.wait === undefined ? {} : { waitMs: flags.wait }),
      ...(openTopic === undefined ? {} : { openTopic }),
    });
    process.stdout.write(
      flags.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : formatAudit(report),
    );
    if (report.findings.length > 0) process.exitCode = 1;
  } finally {
    await store.close?.();
  }
}

async function topicOpener(flags: AuditFlags): Promise<OpenLiveTopic | undefined> {
  const { brokers } = flags;
  if (brokers === undefined) return undefined;
  const security = await readKafkaSecurity(flags);
  // Loaded only when needed, like the client of GCS.
  const { openKafkaTopic } = await import("../audit/open-kafka-topic.ts");
  return async (feed) => await openKafkaTopic({ feed, brokers, security });
}
