import { parse } from "csv-parse/sync";

/**
 * The climate-vulnerability equity score, computed from the publishers' raw files without dbt, contracts or ingest:
 * the oracle that the pipeline's marts are compared with. The rules are those of the data's README.
 */

/** The text of the four files that the score needs, as published. */
export interface EquityFiles {
  /** `svi_2018_nyc_tract.csv` */
  readonly tracts: string;
  /** `school_locations_2017_18.csv` */
  readonly schools: string;
  /** `hvi_nta2010.csv` */
  readonly heat: string;
  /** `air_quality_nta2010.csv` */
  readonly air: string;
}

export interface SchoolScore {
  /** District, borough and number, for example 01M015. */
  readonly schoolId: string;
  readonly boroughId: BoroughId;
  /** The three parts, 0 to 1, and null where the data has none. */
  readonly social: number | null;
  readonly heat: number | null;
  readonly air: number | null;
  /** 0 to 1, null if any part is null. */
  readonly score: number | null;
  /** 1 to 5, 5 the most vulnerable. */
  readonly band: number | null;
}

/**
 * How sums of percentile ranks are formed. The README's golden figures come from `double`; `decimal` is what the
 * same rules give when sums that are equal on paper are equal in the machine.
 */
export type Arithmetic = "double" | "decimal";

const countyOfBorough = { M: "061", X: "005", K: "047", Q: "081", R: "085" } as const;

export type BoroughId = keyof typeof countyOfBorough;

type Row = Readonly<Record<string, string>>;

/** Scores every school of the locations file, in the file's order. */
export function scoreSchools(files: EquityFiles, arithmetic: Arithmetic = "double"): readonly SchoolScore[] {
  const add = arithmetic === "double" ? addDoubles : addDecimals;
  const social = rankTracts(files.tracts);
  const heat = rankHeat(files.heat, add);
  const air = rankAir(files.air, add);

  const parts = readCsv(files.schools).map((row) => {
    const schoolId = cell(row, "ATS SYSTEM CODE").trim();
    const boroughId = readBoroughId(schoolId);
    const tract = `36${countyOfBorough[boroughId]}${cell(row, "CENSUS_TRACT").trim().padStart(6, "0")}`;
    const area = cell(row, "NTA").trim();
    return {
      schoolId,
      boroughId,
      social: social.get(tract) ?? null,
      heat: heat.get(area) ?? null,
      air: air.get(area) ?? null,
    };
  });

  const sums = new Map<string, number>();
  for (const part of parts) {
    if (part.social !== null && part.heat !== null && part.air !== null) {
      sums.set(part.schoolId, add(part.social, part.heat, part.air));
    }
  }
  const scores = percentileRanks(sums);
  return parts.map((part) => {
    const score = scores.get(part.schoolId) ?? null;
    const band = score === null ? null : Math.min(5, Math.floor(5 * score) + 1);
    return Object.assign(part, { score, band });
  });
}

/** The mean score of a borough's scored schools, to four decimals. */
export function meanOfBorough(scores: readonly SchoolScore[], boroughId: BoroughId): number {
  const ofBorough = scores.flatMap((school) =>
    school.boroughId === boroughId && school.score !== null ? [school.score] : [],
  );
  return roundToFour(ofBorough.reduce((sum, score) => sum + score, 0) / ofBorough.length);
}

/** The schools with the highest scores, ties in the order of their id. */
export function mostVulnerable(scores: readonly SchoolScore[], count: number): readonly SchoolScore[] {
  return scores
    .filter((school) => school.score !== null)
    .toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0) || compareText(a.schoolId, b.schoolId))
    .slice(0, count);
}

/**
 * Ranks the tracts of the whole state as CDC does.
 * @param csv `svi_2018_ny_rank_check.csv`, with CDC's own rank in `RPL_THEMES`
 * @returns how many tracts were ranked, and the largest difference from CDC's rank
 */
export function compareWithCdc(csv: string): { readonly ranked: number; readonly largestDifference: number } {
  const rows = readCsv(csv);
  const ranks = percentileRanks(numbersOf(rows, "FIPS", "SPL_THEMES"));
  const published = numbersOf(rows, "FIPS", "RPL_THEMES");
  const differences = [...ranks].map(([tract, rank]) => Math.abs(rank - (published.get(tract) ?? Infinity)));
  return { ranked: ranks.size, largestDifference: Math.max(...differences) };
}

function rankTracts(csv: string): ReadonlyMap<string, number> {
  return percentileRanks(numbersOf(readCsv(csv), "FIPS", "SPL_THEMES"));
}

function rankHeat(csv: string, add: Add): ReadonlyMap<string, number> {
  const rows = readCsv(csv);
  const temperature = percentileRanks(numbersOf(rows, "NTACode", "SURFACETEMP"));
  const greenSpace = percentileRanks(negated(numbersOf(rows, "NTACode", "GREENSPACE")));
  const cooling = percentileRanks(negated(numbersOf(rows, "NTACode", "PCT_HOUSEHOLDS_AC")));
  return percentileRanks(sumByKey([temperature, greenSpace, cooling], add));
}

function rankAir(csv: string, add: Add): ReadonlyMap<string, number> {
  const rows = readCsv(csv);
  const particles = percentileRanks(numbersOf(rows, "NTACode", "Avg_annavg_PM25"));
  const nitrogenDioxide = percentileRanks(numbersOf(rows, "NTACode", "Avg_annavg_NO2"));
  return percentileRanks(sumByKey([particles, nitrogenDioxide], add));
}

/** (rank - 1) / (N - 1), ties take the lowest rank, four decimals. */
function percentileRanks(values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sorted = [...values.values()].toSorted((a, b) => a - b);
  const smallerThan = new Map<number, number>();
  for (const [index, value] of sorted.entries()) {
    if (!smallerThan.has(value)) smallerThan.set(value, index);
  }
  return mapValues(values, (value) => roundToFour((smallerThan.get(value) ?? NaN) / (sorted.length - 1)));
}

/** One number per key. A key that stands twice counts once; blank cells and -999 have no number. */
function numbersOf(rows: readonly Row[], keyColumn: string, column: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const row of rows) {
    const text = cell(row, column).trim();
    const value = Number(text);
    if (text !== "" && value !== -999) numbers.set(cell(row, keyColumn).trim(), value);
  }
  return numbers;
}

type Add = (...terms: readonly number[]) => number;

function addDoubles(...terms: readonly number[]): number {
  return terms.reduce((sum, term) => sum + term);
}

/** Adds four-decimal numbers as whole ten-thousandths, so that equal sums are equal. */
function addDecimals(...terms: readonly number[]): number {
  return terms.reduce((sum, term) => sum + Math.round(term * 10_000), 0) / 10_000;
}

/** Sums per key over maps; a key that one of them lacks is left out. */
function sumByKey(maps: readonly ReadonlyMap<string, number>[], add: Add): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const key of maps[0]?.keys() ?? []) {
    const terms = maps.flatMap((map) => map.get(key) ?? []);
    if (terms.length === maps.length) sums.set(key, add(...terms));
  }
  return sums;
}

function negated(values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return mapValues(values, (value) => -value);
}

function mapValues(
  values: ReadonlyMap<string, number>,
  change: (value: number) => number,
): ReadonlyMap<string, number> {
  return new Map([...values].map(([key, value]) => [key, change(value)]));
}

function readBoroughId(schoolId: string): BoroughId {
  const letter = schoolId.charAt(2);
  if (isBoroughId(letter)) return letter;
  throw new Error(`school ${schoolId}: the third character is ${letter}, expected one of M, X, K, Q, R`);
}

function isBoroughId(letter: string): letter is BoroughId {
  return Object.hasOwn(countyOfBorough, letter);
}

function readCsv(csv: string): readonly Row[] {
  return parse(csv, { columns: true, bom: true });
}

function cell(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined)
    throw new Error(`the file has no column ${column}; it has ${Object.keys(row).join(", ")}`);
  return value;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function roundToFour(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
