import { findColumns } from "../csv-table.ts";
import type { PrepareStep } from "../prepare-step.ts";

const countyColumn = "STCNTY";

// State and county codes (FIPS) of the Bronx, Brooklyn, Manhattan, Queens and Staten Island.
const cityCounties: ReadonlySet<string> = new Set(["36005", "36047", "36061", "36081", "36085"]);

/** The publisher offers the index by state; the city is five of New York's counties. */
export const selectNycCounties: PrepareStep = {
  name: "select_nyc_counties",
  description: "keeps the tracts of New York City's five counties, then the contract's columns",
  change: (table) => {
    const [county = 0] = findColumns(table, [countyColumn]);
    // A record with a wrong number of cells cannot be judged: it stays, and is landed with its error.
    const isKept = (cells: readonly string[]): boolean =>
      cells.length !== table.header.length || cityCounties.has((cells[county] ?? "").trim());
    return { ...table, rows: table.rows.filter(({ cells }) => isKept(cells)) };
  },
};
