import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { readCsv } from "./csv-table.ts";
import { prepareSteps } from "./prepare-steps.ts";
import { selectNycCounties } from "./prepare/select-nyc-counties.ts";

it("every file in prepare/ is a step in the list, named after its file", async () => {
  const files = await readdir(path.join(import.meta.dirname, "prepare"));
  const names = files.map((file) => file.replace(/\.ts$/, "").replaceAll("-", "_"));
  expect(prepareSteps.map((step) => step.name).sort()).toEqual(names.sort());
});

it("select_nyc_counties keeps the city's tracts with their row numbers, and rows that cannot be judged", () => {
  const state =
    "ST,STCNTY,FIPS\n36,36001,36001000100\n36,36005,36005000100\n36,36085\n36,36119,36119000101\n36, 36061 ,36061000100\n";
  const table = selectNycCounties.change(readCsv(Buffer.from(state), "NewYork.csv", "utf-8"));
  expect(table.rows.map((row) => row.row)).toEqual([2, 3, 5]);
});

it("select_nyc_counties names the column that it needs", () => {
  const table = readCsv(Buffer.from("ST,FIPS\n36,36001000100\n"), "NewYork.csv", "utf-8");
  expect(() => selectNycCounties.change(table)).toThrow('NewYork.csv has no column "STCNTY"');
});
