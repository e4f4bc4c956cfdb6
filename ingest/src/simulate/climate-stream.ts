import { findColumns, readCsv } from "../batch/csv-table.ts";
import { parseDay } from "./day.ts";
import { fieldText } from "./field-text.ts";
import { numberOrText } from "./number-or-text.ts";
import type {
  Conversion,
  ConversionProblem,
  SourceFile,
  StreamConverter,
  StreamEvent,
} from "./stream-converter.ts";

/** A publisher's file of climate records, and how its rows become events. */
interface ClimateSource {
  readonly path: string;
  readonly layout: ClimateLayout;
  /** When all its days were published; left out for a file that grows by a day each day. */
  readonly publishedAt?: string;
}

interface ClimateLayout {
  readonly recordType: "weather_observation" | "heat_ed_visits";
  readonly dayColumn: string;
  /** The column that names the place, or the name of the one place of the file. */
  readonly area: { readonly column: string } | { readonly name: string };
  /** The event's measures and the columns they come from; the other measures are null. */
  readonly columns: Readonly<Partial<Record<Measure, string>>>;
}

type Measure = (typeof measures)[number];

const measures = [
  "wind_speed_mph",
  "precipitation_in",
  "snowfall_in",
  "snow_depth_in",
  "max_temperature_f",
  "min_temperature_f",
  "heat_ed_visits",
] as const;

const weather: ClimateLayout = {
  recordType: "weather_observation",
  dayColumn: "DATE",
  area: { column: "STATION" },
  columns: {
    wind_speed_mph: "AWND",
    precipitation_in: "PRCP",
    snowfall_in: "SNOW",
    snow_depth_in: "SNWD",
    max_temperature_f: "TMAX",
    min_temperature_f: "TMIN",
  },
};

const heatVisits: ClimateLayout = {
  recordType: "heat_ed_visits",
  dayColumn: "END_DATE",
  area: { name: "nyc" },
  columns: { max_temperature_f: "MAX_DAILY_TEMP", heat_ed_visits: "HEAT_ED_VISIT_COUNT" },
};

// The publishers do not say when a day was published. We assume the day after for files that grow daily, and one
// moment after its last day for the file that restates days of earlier files.
const climateSources: readonly ClimateSource[] = [
  { path: "equity/central_park_daily.csv", layout: weather },
  { path: "equity/heat_ed_2017_2020_supp.csv", layout: heatVisits },
  { path: "equity/heat_ed_2021_live.csv", layout: heatVisits },
  { path: "equity/heat_ed_2022_live.csv", layout: heatVisits },
  { path: "equity/heat_ed_2023_live.csv", layout: heatVisits },
  { path: "equity/heat_ed_2024_live.csv", layout: heatVisits },
  {
    path: "equity/heat_ed_2017_2023_restated.csv",
    layout: heatVisits,
    publishedAt: "2024-01-01T00:00:00Z",
  },
];

/**
 * Daily weather and daily heat-related emergency visits as one stream, in the order of publication. A restated day
 * is a later event with the same key. A blank cell is null; text where a number belongs stays text, so that it
 * breaks the contract and is seen. A row whose day cannot be read has no key: it becomes a problem.
 */
export const climateConverter: StreamConverter = {
  feed: "climate_records",
  files: { paths: climateSources.map((source) => source.path) },
  convert: (files) => {
    const conversions = climateSources.map((source) => convertSource(source, fileOf(source, files)));
    return {
      events: conversions.flatMap(({ events }) => events).sort(byPublication),
      problems: conversions.flatMap(({ problems }) => problems),
    };
  },
};

/** The sort is stable, so events of one moment keep the order of the sources, and that of the rows. */
function byPublication(left: StreamEvent, right: StreamEvent): number {
  return publishedMs(left) - publishedMs(right);
}

function publishedMs(event: StreamEvent): number {
  return Date.parse(fieldText(event, "published_at"));
}

function fileOf(source: ClimateSource, files: readonly SourceFile[]): SourceFile {
  const file = files.find((candidate) => candidate.path === source.path);
  if (file === undefined) throw new RangeError(`The caller did not read ${source.path}.`);
  return file;
}

function convertSource(source: ClimateSource, file: SourceFile): Conversion {
  const { layout } = source;
  const table = readCsv(file.bytes, file.path, "utf-8");
  const columns = [layout.dayColumn, ...areaColumns(layout), ...Object.values(layout.columns)];
  const positions = new Map(findColumns(table, columns).map((position, index) => [columns[index], position]));
  const events: StreamEvent[] = [];
  const problems: ConversionProblem[] = [];
  for (const { row, cells } of table.rows) {
    const cell = (column: string): string => cells[positions.get(column) ?? -1]?.trim() ?? "";
    const day = parseDay(cell(layout.dayColumn));
    if (cells.length !== table.header.length) {
      const message = `expected ${table.header.length} cells as in the header, found ${cells.length}`;
      problems.push({ path: file.path, row, message });
    } else if (day === undefined) {
      const message = `${layout.dayColumn} "${cell(layout.dayColumn)}" is neither YYYY-MM-DD nor M/D/YYYY`;
      problems.push({ path: file.path, row, message });
    } else {
      events.push(climateEvent(source, day, cell));
    }
  }
  return { events, problems };
}

function areaColumns({ area }: ClimateLayout): readonly string[] {
  return "column" in area ? [area.column] : [];
}

function climateEvent(source: ClimateSource, day: string, cell: (column: string) => string): StreamEvent {
  const { layout } = source;
  const area = "column" in layout.area ? cell(layout.area.column) : layout.area.name;
  const valueOf = (measure: Measure): string | number | null => {
    const column = layout.columns[measure];
    return column === undefined ? null : numberOrText(cell(column));
  };
  return {
    record_id: `${layout.recordType}:${area}:${day}`,
    record_type: layout.recordType,
    source:
      source.path
        .split("/")
        .at(-1)
        ?.replace(/\.csv$/, "") ?? source.path,
    area,
    observed_at: `${day}T00:00:00Z`,
    published_at: source.publishedAt ?? `${dayAfter(day)}T00:00:00Z`,
    ...Object.fromEntries(measures.map((measure) => [measure, valueOf(measure)] as const)),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
