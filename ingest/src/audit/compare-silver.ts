import type { DuckDBConnection } from "@duckdb/node-api";

import { dispositions, type Disposition } from "../silver/run-silver.ts";
import type { Finding, SilverAccount } from "./audit-report.ts";
import { formatRanges } from "./offset-ranges.ts";
import { queryRows, requireTables } from "./read-bronze.ts";

/** Two sets of rows that must have the same positions. */
interface Comparison {
  readonly expected: string;
  readonly found: string;
  /** What `found` is called in a message. */
  readonly table: string;
  /** What the expected rows are. */
  readonly events: string;
}

/**
 * Compares Bronze with Silver by position: every event of Bronze has one row in Silver's ledger, every current one a
 * row in the Silver table, every quarantined one a row in the quarantine. Throws AUDIT_NOT_LOADED when a table is
 * missing.
 */
export async function compareSilver(
  connection: DuckDBConnection,
  feed: string,
): Promise<{ readonly account: SilverAccount; readonly findings: readonly Finding[] }> {
  const tables = [feed, `${feed}_quarantine`, `${feed}_ledger`];
  await requireTables(connection, "silver", tables, `headwater silver ${feed}`);
  const ledger = `silver."${feed}_ledger"`;
  const comparisons: readonly Comparison[] = [
    {
      expected: `bronze."${feed}"`,
      found: ledger,
      table: `silver.${feed}_ledger`,
      events: "events of Bronze",
    },
    {
      expected: `${ledger} where disposition = 'current'`,
      found: `silver."${feed}"`,
      table: `silver.${feed}`,
      events: "current events",
    },
    {
      expected: `${ledger} where disposition = 'quarantined'`,
      found: `silver."${feed}_quarantine"`,
      table: `silver.${feed}_quarantine`,
      events: "quarantined events",
    },
  ];
  const findings: Finding[] = [];
  for (const comparison of comparisons) findings.push(...(await compare(connection, feed, comparison)));
  const { account, unknown } = await readAccount(connection, feed);
  for (const [disposition, events] of unknown) {
    findings.push({
      code: "silver-surplus",
      feed,
      place: `silver.${feed}_ledger`,
      message: `${events} events have the disposition ${disposition}, which there is not`,
    });
  }
  return { account, findings };
}

async function compare(
  connection: DuckDBConnection,
  feed: string,
  { expected, found, table, events }: Comparison,
): Promise<readonly Finding[]> {
  const rows = await queryRows(
    connection,
    `with expected as (
        select _topic, _epoch, _partition, _offset, count(*) as copies from ${expected} group by all
    ),
    found as (
        select _topic, _epoch, _partition, _offset, count(*) as copies from ${found} group by all
    ),
    differing as (
        select
            _topic,
            _epoch,
            _partition,
            _offset,
            coalesce(expected.copies, 0) as expected_copies,
            coalesce(found.copies, 0) as found_copies
        from expected full join found using (_topic, _epoch, _partition, _offset)
        where expected.copies is distinct from found.copies
    ),
    islands as (
        select
            *,
            _offset - row_number() over (
                partition by _topic, _epoch, _partition, expected_copies, found_copies order by _offset
            ) as island
        from differing
    )
    select _topic, _epoch, _partition, min(_offset), max(_offset), expected_copies, found_copies
    from islands
    group by _topic, _epoch, _partition, expected_copies, found_copies, island
    order by all`,
  );
  return rows.map(([topic, epoch, partition, from, to, expectedCopies, foundCopies]) => {
    const isMissing = Number(foundCopies) < Number(expectedCopies);
    const offsets = formatRanges([{ from: Number(from), to: Number(to) }]);
    return {
      code: isMissing ? "silver-missing" : "silver-surplus",
      feed,
      place: `${String(topic)}/${String(epoch)}/${String(partition)} offsets ${offsets}`,
      message: `${times(expectedCopies)} among the ${events}, ${times(foundCopies)} in ${table}`,
    };
  });
}

async function readAccount(
  connection: DuckDBConnection,
  feed: string,
): Promise<{ readonly account: SilverAccount; readonly unknown: readonly (readonly [string, number])[] }> {
  const ledger = await queryRows(
    connection,
    `select disposition, count(*) from silver."${feed}_ledger" group by all`,
  );
  const counts = new Map(ledger.map(([disposition, events]) => [String(disposition), Number(events)]));
  const [[rows] = []] = await queryRows(connection, `select count(*) from silver."${feed}"`);
  const [[quarantineRows] = []] = await queryRows(
    connection,
    `select count(*) from silver."${feed}_quarantine"`,
  );
  const of = (disposition: Disposition): number => counts.get(disposition) ?? 0;
  return {
    account: {
      events: {
        current: of("current"),
        superseded: of("superseded"),
        duplicate: of("duplicate"),
        quarantined: of("quarantined"),
        deleted: of("deleted"),
      },
      rows: Number(rows),
      quarantineRows: Number(quarantineRows),
    },
    unknown: [...counts].filter(([name]) => !dispositions.some((disposition) => disposition === name)),
  };
}

function times(copies: unknown): string {
  const count = Number(copies);
  return count === 0 ? "never" : count === 1 ? "once" : `${count} times`;
}
