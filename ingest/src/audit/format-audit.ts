import { dispositions } from "../silver/run-silver.ts";
import {
  buckets,
  type AuditReport,
  type BatchAudit,
  type SilverAccount,
  type StreamAudit,
} from "./audit-report.ts";

/** The report as text: a table for each stream, one for all batch feeds, and the findings. */
export function formatAudit({ streams, batches, findings }: AuditReport): string {
  const sections = [
    ...streams.map(formatStream),
    ...(batches.length === 0 ? [] : [formatBatches(batches)]),
    findings.length === 0
      ? "Everything is explained."
      : [
          `${findings.length} ${findings.length === 1 ? "thing is" : "things are"} unexplained:`,
          ...findings.map(({ code, place, message }) => `  ${code}  ${place}: ${message}`),
        ].join("\n"),
  ];
  return `${sections.join("\n\n")}\n`;
}

function formatStream({ feed, partitions, bronzeRows, silver }: StreamAudit): string {
  const header = ["partition", "offsets", ...buckets.map(toWords), "unexplained", "bronze"];
  const isWithBronze = bronzeRows !== undefined;
  const rows = partitions.map((account) => [
    `${account.topic}/${account.epoch}/${account.partition}`,
    ...[
      account.offsets,
      ...buckets.map((bucket) => account.counts[bucket]),
      account.unexplained,
      ...(account.bronzeRows === undefined ? [] : [account.bronzeRows]),
    ].map(String),
  ]);
  return [
    feed,
    ...table([isWithBronze ? header : header.slice(0, -1), ...rows]),
    ...(silver === undefined ? [] : [formatSilver(bronzeRows ?? 0, silver)]),
  ].join("\n");
}

function formatSilver(bronzeRows: number, silver: SilverAccount): string {
  const events = dispositions
    .map((disposition) => `${silver.events[disposition]} ${disposition}`)
    .join(" + ");
  return `  Bronze ${bronzeRows} = ${events} in Silver; ${silver.rows} rows, ${silver.quarantineRows} in quarantine`;
}

function formatBatches(batches: readonly BatchAudit[]): string {
  const rows = batches.map(({ feed, objects, rows: landed, bronzeRows }) => [
    feed,
    ...[objects, landed, bronzeRows ?? "-"].map(String),
  ]);
  return ["batch feeds", ...table([["feed", "versions", "rows", "bronze"], ...rows])].join("\n");
}

/** Lines of columns: the first is text and goes to the left, the others are numbers and go to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join("  ")}`;
  });
}

/** "inFlight" as "in flight". */
function toWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
