import { csvText, type CsvCell } from "../batch/csv-text.ts";
import { createRandom } from "./random.ts";

const dayMs = 86_400_000;

/** A day of invented weather and the heat-related visits to emergency departments on it. */
interface SampleDay {
  readonly date: string;
  readonly weatherCells: readonly CsvCell[];
  readonly maxTemperatureF: number;
  readonly visits: number;
}

/** One of the publisher's files of visits: which days it has, and how it writes them. */
interface VisitFile {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly style: "supplement" | "live" | "restated";
}

const weatherHeader = ["STATION", "NAME", "DATE", "AWND", "PRCP", "SNOW", "SNWD", "TMAX", "TMIN"] as const;
const weatherFrom = "2022-01-01";
const weatherTo = "2023-12-31";

const visitFiles: readonly VisitFile[] = [
  { name: "heat_ed_2017_2020_supp.csv", from: "2020-07-01", to: "2020-08-31", style: "supplement" },
  { name: "heat_ed_2021_live.csv", from: "2021-07-01", to: "2021-08-31", style: "live" },
  { name: "heat_ed_2022_live.csv", from: "2022-05-01", to: "2022-09-30", style: "live" },
  { name: "heat_ed_2023_live.csv", from: "2023-05-01", to: "2023-09-30", style: "live" },
  { name: "heat_ed_2024_live.csv", from: "2024-07-01", to: "2024-08-22", style: "live" },
  { name: "heat_ed_2017_2023_restated.csv", from: "2020-07-01", to: "2023-09-28", style: "restated" },
];

/** Writes two years of daily weather, and the six files of visits: yearly ones, and one that restates them later. */
export function climateFiles(seed: number): readonly { readonly name: string; readonly text: string }[] {
  const days = sampleDays(seed);
  const weatherDays = days.filter((day) => isWithin(day, weatherFrom, weatherTo));
  const weather = {
    name: "central_park_daily.csv",
    text: csvText(
      weatherHeader,
      weatherDays.map((day) => day.weatherCells),
      { quotesAll: true },
    ),
  };
  return [weather, ...visitFiles.map((file) => ({ name: file.name, text: visitsCsv(file, days) }))];
}

function sampleDays(seed: number): SampleDay[] {
  const random = createRandom(seed);
  const start = Date.parse("2020-01-01T00:00:00Z");
  const count = (Date.parse("2024-12-31T00:00:00Z") - start) / dayMs + 1;
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(start + index * dayMs).toISOString().slice(0, 10);
    const season = Math.cos(((index - 200) / 365.25) * 2 * Math.PI);
    const maxTemperatureF = Math.round(random.around(63 + 22 * season, 12));
    const isWet = random.fraction() < 0.32;
    const precipitation = isWet ? random.fraction() ** 3 * 3 : 0;
    const snowfall = maxTemperatureF < 38 && isWet ? precipitation * 6 : 0;
    const weatherCells = [
      "USW00094728",
      "NY CITY CENTRAL PARK, NY US",
      date,
      // The station's wind gauge is out of order on some days, and the publisher leaves the cell blank.
      index % 29 === 3 ? "" : random.around(5.5, 4).toFixed(2),
      precipitation.toFixed(2),
      index % 401 === 7 ? "" : snowfall.toFixed(1),
      (snowfall * 0.6).toFixed(1),
      maxTemperatureF,
      maxTemperatureF - random.integer(8, 19),
    ];
    const heat = Math.max(0, maxTemperatureF - 78);
    const visits = Math.round(heat ** 1.4 * random.fraction() * 1.2 + random.fraction() * 2);
    return { date, weatherCells, maxTemperatureF, visits };
  });
}

function visitsCsv(file: VisitFile, days: readonly SampleDay[]): string {
  const rows = days.filter((day) => isWithin(day, file.from, file.to) && isInSeason(day));
  if (file.style === "live") {
    return csvText(
      ["END_DATE", "HEAT_ED_VISIT_COUNT", "MAX_DAILY_TEMP"],
      rows.map((day, index) => [day.date, earlyCount(day, index), day.maxTemperatureF]),
    );
  }
  const isSupplement = file.style === "supplement";
  return csvText(
    ["END_DATE", "MAX_DAILY_TEMP", "HEAT_ED_VISIT_COUNT"],
    rows.map((day) => [
      isSupplement ? americanDate(day.date) : day.date,
      day.maxTemperatureF,
      // The supplement shows small counts as 0; the restated file has them.
      isSupplement && day.visits < 5 ? 0 : day.visits,
    ]),
    isSupplement ? {} : { hasBom: true, endsWithNewline: false },
  );
}

/** A live file's count: some visits come in late, and one cell of each file is blank. */
function earlyCount(day: SampleDay, index: number): CsvCell {
  if (index === 17) return "";
  return index % 4 === 0 ? Math.floor(day.visits * 0.8) : day.visits;
}

function isWithin(day: SampleDay, from: string, to: string): boolean {
  return day.date >= from && day.date <= to;
}

/** Visits are counted in the warm half of the year only. */
function isInSeason(day: SampleDay): boolean {
  const month = day.date.slice(5, 7);
  const isCovered = day.date >= "2022" || month === "07" || month === "08";
  return isCovered && month >= "05" && month <= "09";
}

/** 2020-07-04 as 7/4/2020. */
function americanDate(date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `${Number(month)}/${Number(day)}/${year}`;
}
