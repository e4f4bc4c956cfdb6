import { csvText, type CsvCell } from "../batch/csv-text.ts";
import { createRandom, type Random } from "./random.ts";
import { share, type SampleCity, type Tract } from "./sample-city.ts";

/** Planted: tracts with too few residents, which the publisher leaves unranked (-999). */
export const unrankedTracts: ReadonlySet<string> = new Set(["36005000300", "36061000300"]);

// The four themes of the Social Vulnerability Index 2018 with their indicators, in the publisher's order.
const themes = [
  ["POV", "UNEMP", "PCI", "NOHSDP"],
  ["AGE65", "AGE17", "DISABL", "SNGPNT"],
  ["MINRTY", "LIMENG"],
  ["MUNIT", "MOBILE", "CROWD", "NOVEH", "GROUPQ"],
] as const;
const indicators = themes.flat();

const header: readonly string[] = [
  "ST,STATE,ST_ABBR,STCNTY,COUNTY,FIPS,LOCATION,AREA_SQMI,E_TOTPOP,M_TOTPOP,E_HU,M_HU,E_HH,M_HH".split(","),
  indicators.flatMap((name) => [`E_${name}`, `M_${name}`]),
  indicators.flatMap((name) => [`EP_${name}`, `MP_${name}`]),
  themes.flatMap((names, index) =>
    names.map((name) => `EPL_${name}`).concat(`SPL_THEME${index + 1}`, `RPL_THEME${index + 1}`),
  ),
  "SPL_THEMES,RPL_THEMES".split(","),
  themes.flatMap((names, index) => names.map((name) => `F_${name}`).concat(`F_THEME${index + 1}`)),
  "F_TOTAL,E_UNINSUR,M_UNINSUR,EP_UNINSUR,MP_UNINSUR,E_DAYPOP".split(","),
].flat();

const missing = "-999.0";
const countyNames = new Map([
  ["Manhattan", "New York"],
  ["Brooklyn", "Kings"],
  ["Staten Island", "Richmond"],
]);

/** The Social Vulnerability Index by tract: a BOM, 124 columns, and -999 where nothing could be ranked. */
export function sviTractsCsv(city: SampleCity, seed: number): string {
  const random = createRandom(seed);
  const drafts = city.tracts.map((tract) => draftTract(tract, random));
  const ranked = drafts.filter((draft) => !unrankedTracts.has(draft.tract.fips));
  const rows = drafts.map((draft) => tractRow(draft, ranked, random));
  return csvText(header, rows, { hasBom: true });
}

/** A tract with its indicators' percentile ranks, by theme. */
interface Draft {
  readonly tract: Tract;
  readonly population: number;
  readonly ranks: readonly (readonly number[])[];
}

function draftTract(tract: Tract, random: Random): Draft {
  const ranks = themes.map((names) => names.map(() => round4(share(random.around(tract.hardship, 0.25)))));
  const population = unrankedTracts.has(tract.fips) ? 12 : random.integer(1800, 7200);
  return { tract, population, ranks };
}

function tractRow(draft: Draft, ranked: readonly Draft[], random: Random): CsvCell[] {
  const { tract, population } = draft;
  const isRanked = ranked.includes(draft);
  const county = countyNames.get(tract.neighborhood.borough.name) ?? tract.neighborhood.borough.name;
  const tractLabel = String(Number(tract.number) / 100);
  const counts = draft.ranks.flat().map((rank) => Math.round(population * 0.4 * rank));
  const orMissing = (text: string): string => (isRanked ? text : missing);
  const themeCells = draft.ranks.flatMap((ranks, theme) => [
    ...ranks.map((rank) => orMissing(rank.toFixed(4))),
    orMissing(sum(ranks).toFixed(4)),
    orMissing(percentileRank(draft, ranked, (other) => sum(other.ranks[theme] ?? [])).toFixed(4)),
  ]);
  const flagCells = draft.ranks.flatMap((ranks) => {
    const flags = ranks.map((rank) => (rank >= 0.9 ? 1 : 0));
    return isRanked ? [...flags, sum(flags)] : [...flags, 0].map(() => -999);
  });
  return [
    36,
    "NEW YORK",
    "NY",
    tract.fips.slice(0, 5),
    county,
    tract.fips,
    `Census Tract ${tractLabel}, ${county} County, New York`,
    random.around(0.12, 0.08).toFixed(12),
    population,
    Math.round(population * 0.09),
    ...[0.42, 0.02, 0.38, 0.02].map((part) => Math.round(population * part)),
    ...counts.flatMap((count) => [count, Math.round(count * 0.2) + 9]),
    ...counts.flatMap((count) => [
      orMissing(((100 * count) / population).toFixed(1)),
      orMissing(((20 * count) / population + 0.4).toFixed(1)),
    ]),
    ...themeCells,
    orMissing(total(draft).toFixed(4)),
    orMissing(percentileRank(draft, ranked, total).toFixed(4)),
    ...flagCells,
    isRanked ? sum(draft.ranks.flat().map((rank) => (rank >= 0.9 ? 1 : 0))) : -999,
    Math.round(population * 0.08),
    Math.round(population * 0.02),
    orMissing("8.0"),
    orMissing("2.0"),
    Math.round(population * 0.7),
  ];
}

/** (rank - 1) / (N - 1), ties take the lowest rank: the publisher's percentile rank. */
function percentileRank(draft: Draft, ranked: readonly Draft[], measure: (draft: Draft) => number): number {
  const own = measure(draft);
  const lower = ranked.filter((other) => measure(other) < own).length;
  return round4(lower / (ranked.length - 1));
}

function total(draft: Draft): number {
  return sum(draft.ranks.flat());
}

function sum(values: readonly number[]): number {
  return round4(values.reduce((left, right) => left + right, 0));
}

function round4(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
