import { z } from "zod";
import { csvText, type CsvCell } from "../../batch/csv-text.ts";
import { IngestError } from "../../errors.ts";
import type { PublisherContent, ReshapeStep } from "../reshape-step.ts";

// An indicator of New York's Environment and Health Data Portal: one array a column, all of one length.
const indicator = z.object({
  MeasureID: z.array(z.number()),
  GeoType: z.array(z.string()),
  GeoID: z.array(z.number()),
  TimePeriodID: z.array(z.number()),
  Value: z.array(z.number().nullable()),
  Note: z.array(z.string().nullable()),
});
type Indicator = z.infer<typeof indicator>;

const timePeriods = z.array(z.object({ TimePeriodID: z.number(), TimePeriod: z.string() }));

// Mean of fine particles; the file has percentiles too, and other divisions of the city.
const meanMeasure = 365;
const keptGeoTypes: ReadonlySet<string> = new Set(["Borough", "Citywide", "UHF42"]);

const header = "measure_id,geo_type,geo_id,time_period_id,time_period,pm25_mean_ugm3,note".split(",");

/** The publisher's indicator 2023 (fine particles) as a long CSV file, with the names of its time periods. */
export const ehdpIndicator: ReshapeStep = {
  name: "ehdp_indicator",
  description:
    "turns an indicator's JSON columns and the list of time periods into one row per area and period",
  reshape: ({ content, lookup }: PublisherContent) => {
    const columns = parse(content, indicator, "the indicator");
    const periods = parse(lookup ?? new Uint8Array(), timePeriods, "the list of time periods (lookup_url)");
    checkLengths(columns);
    const names = new Map(periods.map((period) => [period.TimePeriodID, period.TimePeriod] as const));
    const rows = columns.MeasureID.map((_, index) => rowAt(columns, index, names));
    return csvText(
      header,
      rows.filter((row) => row !== undefined),
    );
  },
};

/** The row at a position, or undefined if it is of another measure or kind of area. */
function rowAt(columns: Indicator, index: number, names: ReadonlyMap<number, string>): CsvCell[] | undefined {
  const geoType = columns.GeoType[index] ?? "";
  if (columns.MeasureID[index] !== meanMeasure || !keptGeoTypes.has(geoType)) return undefined;
  const period = columns.TimePeriodID[index] ?? 0;
  return [
    meanMeasure,
    geoType,
    columns.GeoID[index] ?? "",
    period,
    names.get(period) ?? "",
    columns.Value[index] ?? "",
    columns.Note[index] ?? "",
  ];
}

function checkLengths(columns: Indicator): void {
  const lengths = Object.entries(columns).map(([name, values]) => `${name} ${values.length}`);
  if (new Set(Object.values(columns).map((values) => values.length)).size > 1) {
    throw unexpected(`its columns have different lengths: ${lengths.join(", ")}`);
  }
}

function parse<Shape extends z.ZodType>(bytes: Uint8Array, shape: Shape, what: string): z.infer<Shape> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw unexpected(`${what} is not JSON`, cause);
  }
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unexpected(
    `${what} differs at ${issue?.path.join(".") || "its root"}: ${issue?.message}`,
    result.error,
  );
}

function unexpected(difference: string, cause?: unknown): IngestError {
  return new IngestError(
    "BATCH_SHAPE_UNEXPECTED",
    `ehdp_indicator expected columns of JSON, but ${difference}.`,
    "The publisher changed the file's shape: compare it with ingest/src/fetch/reshape/ehdp-indicator.ts.",
    cause,
  );
}
