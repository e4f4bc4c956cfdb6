import { csvText, type CsvCell } from "../batch/csv-text.ts";
import { createRandom } from "./random.ts";
import { boroughs, parkAreaNumber, type Neighborhood, type SampleCity } from "./sample-city.ts";

/** Planted: the area that stands twice in the heat file. */
const doubledHeatArea = "SI81";
/** Planted: the area that stands in the heat file with nothing but blanks. */
export const blankHeatArea = "SI99";
/** Planted: an area that the air file does not know. */
export const areaWithoutAir = "QN90";

const heatHeader = [
  "NTACode,GEOCODE,GEONAME,POV_PCT,PCT_BLACK_POP,GREENSPACE,SURFACETEMP,PCT_HOUSEHOLDS_AC",
  "HVI_RANK,CD,HRI_HOSP_RATE,POV_TERT,GREENSPACE_TERT,SURFACETEMP_TERT,AC_TERT",
].flatMap((names) => names.split(","));

const airHeader = [
  "NTACode,GEOCODE,BoroCode,BOROUGH,CountyFIPS,GEONAME,Avg_annavg_PM25",
  "Avg_annavg_NO2,tertile_buildingemissions,tertile_buildingdensity,tertile_trafficdensity,tertile_industrial",
].flatMap((names) => names.split(","));

const particleHeader = "measure_id,geo_type,geo_id,time_period_id,time_period,pm25_mean_ugm3,note".split(",");

const particlePeriods: readonly (readonly [id: number, name: string, level: number])[] = [
  [251, "Summer 2017", 8.6],
  [252, "Annual Average 2017", 7.4],
  [253, "Winter 2016-17", 7.8],
  [259, "Annual Average 2018", 7.1],
  [260, "Summer 2018", 8.2],
  [261, "Winter 2017-18", 7.7],
];

/** Heat vulnerability by neighborhood: a BOM, HTML in cells, one area twice, one area blank, park areas missing. */
export function heatVulnerabilityCsv(city: SampleCity, seed: number): string {
  const random = createRandom(seed);
  const rows = city.neighborhoods.flatMap((area): CsvCell[][] => {
    const start = [area.code, geocode(area), area.name];
    if (area.code === blankHeatArea) return [[...start, ...heatHeader.slice(3).map(() => "")]];
    if (isParkArea(area)) return [];
    const values: CsvCell[] = [
      random.around(12 + area.hardship * 30, 5).toFixed(1),
      random.around(10 + area.hardship * 35, 8).toFixed(1),
      random.around(50 - area.hardship * 25, 6).toFixed(1),
      random.around(95 + area.hardship * 5, 1.5).toFixed(1),
      random.around(97 - area.hardship * 18, 3).toFixed(1),
      1 + Math.min(4, Math.floor(area.hardship * 5)),
      area.borough.code * 100 + random.integer(1, 12),
      random.around(1 + area.hardship, 0.4).toFixed(1),
    ];
    const badges = ["Higher", "Less", "Higher", "Less"].map((word) => badge(word, area.hardship));
    const row = [...start, ...values, ...badges];
    const repeated = [...start, ...values, "", "", "", ""];
    return area.code === doubledHeatArea ? [row, repeated] : [row];
  });
  return csvText(heatHeader, rows, { hasBom: true });
}

/** Yearly means of fine particles and nitrogen dioxide by neighborhood. */
export function airQualityCsv(city: SampleCity, seed: number): string {
  const random = createRandom(seed);
  const rows = city.neighborhoods
    .filter((area) => area.code !== areaWithoutAir)
    .map((area): CsvCell[] => [
      area.code,
      geocode(area),
      area.borough.code,
      area.borough.name,
      Number(area.borough.countyFips),
      area.name,
      random.around(6.5 + area.hardship * 1.8, 0.4).toFixed(9),
      random.around(15 + area.hardship * 7, 2).toFixed(8),
      random.integer(1, 3),
      random.integer(1, 3),
      random.integer(1, 3),
      random.integer(1, 3),
    ]);
  return csvText(airHeader, rows);
}

/** Seasonal fine particles by UHF 42 area, borough and city, in long form. */
export function particlesCsv(city: SampleCity, seed: number): string {
  const random = createRandom(seed);
  const uhfCodes = [...new Set(city.neighborhoods.map((area) => area.uhfCode))].sort((a, b) => a - b);
  const places: (readonly [type: string, id: number])[] = [
    ...boroughs.map((borough) => ["Borough", borough.healthCode] as const),
    ["Citywide", 1],
    ...uhfCodes.map((code) => ["UHF42", code] as const),
  ];
  const rows = places.flatMap(([type, id]) =>
    particlePeriods.map(([periodId, period, level]) => [
      365,
      type,
      id,
      periodId,
      period,
      random.around(level, 1.2).toFixed(2),
      "",
    ]),
  );
  return csvText(particleHeader, rows);
}

function isParkArea(area: Neighborhood): boolean {
  return area.code.endsWith(String(parkAreaNumber));
}

/** The health department's number of an area: county number, then the area's two digits. */
function geocode(area: Neighborhood): string {
  return `${Number(area.borough.countyFips)}${area.code.slice(2)}`;
}

function badge(word: string, hardship: number): string {
  const [color, phrase] = hardship > 0.6 ? ["warning", `${word} than most`] : ["light", "In the middle of"];
  return `<span class="badge badge-${color}">${phrase} NYC neighborhoods</span>`;
}
