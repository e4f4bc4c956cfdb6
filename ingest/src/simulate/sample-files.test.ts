import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { sampleFiles } from "./sample-files.ts";

const samplesDir = path.join(import.meta.dirname, "../../../samples");
const files = sampleFiles();

type Row = Readonly<Record<string, string>>;

function rowsOf(name: string): readonly Row[] {
  const file = files.find((candidate) => candidate.path === `equity/${name}`);
  return parse<Row>(file?.text ?? "", { columns: true, bom: true });
}

function cell(row: Row, column: string): string {
  return row[column] ?? `no column ${column}`;
}

const countyByLetter: Readonly<Record<string, string>> = { M: "061", X: "005", K: "047", Q: "081", R: "085" };

function tractFips(school: Row): string {
  const letter = cell(school, "ATS SYSTEM CODE").charAt(2);
  return `36${countyByLetter[letter] ?? ""}${cell(school, "CENSUS_TRACT").padStart(6, "0")}`;
}

/** Why a school has no score, by the join rules alone; undefined when it has one. */
function missingPart(school: Row): string | undefined {
  const tract = rowsByKey.tracts.get(tractFips(school));
  const heat = rowsByKey.heat.get(cell(school, "NTA"));
  if (tract === undefined) return `no tract "${cell(school, "CENSUS_TRACT").trim()}"`;
  if (cell(tract, "SPL_THEMES").startsWith("-999")) return "tract not ranked";
  if (heat === undefined) return "no heat area";
  if (cell(heat, "SURFACETEMP") === "") return "blank heat area";
  if (!rowsByKey.air.has(cell(school, "NTA"))) return "no air area";
  return undefined;
}

function byKey(name: string, column: string): ReadonlyMap<string, Row> {
  return new Map(rowsOf(name).map((row) => [cell(row, column), row]));
}

const rowsByKey = {
  tracts: byKey("svi_2018_nyc_tract.csv", "FIPS"),
  heat: byKey("hvi_nta2010.csv", "NTACode"),
  air: byKey("air_quality_nta2010.csv", "NTACode"),
  demographics: byKey("school_demographics_2013_18.csv", "DBN"),
};
const schools = rowsOf("school_locations_2017_18.csv");

describe("sample files", () => {
  it("are committed byte for byte as the generator writes them", async () => {
    const committed = await Promise.all(
      files.map(async ({ path: name }) => ({
        path: name,
        text: await readFile(path.join(samplesDir, name), "utf8"),
      })),
    );
    expect(committed).toEqual(files);
  });

  it("differ when the seed differs", () => {
    const other = sampleFiles(1);
    expect(files.filter((file, index) => file.text === other[index]?.text)).toEqual([]);
  });

  it("stay small", () => {
    const sizeBytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0);
    expect(sizeBytes).toBeLessThan(400_000);
  });

  it("give most schools a score, and leave the others without one for distinct reasons", () => {
    const reasons = schools.map(missingPart).filter((reason) => reason !== undefined);
    expect(schools).toHaveLength(60);
    expect(reasons.sort()).toEqual([
      "blank heat area",
      "no air area",
      "no heat area",
      'no tract ""',
      'no tract "0"',
      'no tract "298"',
      'no tract "NULL"',
      "tract not ranked",
      "tract not ranked",
    ]);
  });

  it("join every school to its demographics by the trimmed ATS code", () => {
    const unmatched = schools.filter(
      (row) => !rowsByKey.demographics.has(cell(row, "ATS SYSTEM CODE").trim()),
    );
    expect(unmatched).toEqual([]);
    expect(new Set(schools.map((row) => cell(row, "ATS SYSTEM CODE"))).size).toBe(schools.length);
  });

  it("join every school to seasonal particles by the ZIP in its location", () => {
    const zips = schools.map((row) => /NY (\d{5})\n\(/.exec(cell(row, "Location 1"))?.[1]);
    expect(zips).not.toContain(undefined);
  });

  it("carry each planted kind of defect", () => {
    const text = (name: string): string => files.find((file) => file.path === `equity/${name}`)?.text ?? "";
    const heatCodes = rowsOf("hvi_nta2010.csv").map((row) => cell(row, "NTACode"));
    expect(heatCodes.filter((code) => code === "SI81")).toHaveLength(2);
    expect(text("hvi_nta2010.csv")).toMatch(/^\uFEFFNTACode[^]*<span class=""badge/);
    expect(text("svi_2018_nyc_tract.csv")).toMatch(/^\uFEFFST,[^]*,-999\.0,/);
    expect(text("school_locations_2017_18.csv")).toMatch(/,NULL,NULL,"[^"]*\n[^"]*\n/);
    expect(text("school_demographics_2013_18.csv")).toMatch(/\u00A0Charter[^]*No Data[^]*\d\.\d%/);
    expect(text("heat_ed_2017_2020_supp.csv")).toMatch(/\n7\/4\/2020,/);
    expect(text("heat_ed_2017_2023_restated.csv")).toMatch(/\n2020-07-04,/);
    expect(text("heat_ed_2021_live.csv")).toMatch(/\n2021-07-18,,/);
  });
});
