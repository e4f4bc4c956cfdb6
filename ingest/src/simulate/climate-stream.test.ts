import { readFile } from "node:fs/promises";
import path from "node:path";
import { compileValidator, findFeed, loadFeeds } from "@headwater/contracts";
import { describe, expect, it } from "vitest";
import { climateConverter } from "./climate-stream.ts";
import { sampleFiles } from "./sample-files.ts";
import type { Conversion } from "./stream-converter.ts";

const weatherHeader = "STATION,NAME,DATE,AWND,PRCP,SNOW,SNWD,TMAX,TMIN";
const heatHeader = "END_DATE,MAX_DAILY_TEMP,HEAT_ED_VISIT_COUNT";

/** One day for each file that a test does not spell out. */
const oneDay: Readonly<Record<string, string>> = {
  central_park_daily: `${weatherHeader}\nUSW1,"PARK, NY",2021-07-01,1.5,0.00,0.0,0.0,90,70\n`,
  heat_ed_2017_2020_supp: `${heatHeader}\n7/1/2020,88,0\n`,
  heat_ed_2021_live: "END_DATE,HEAT_ED_VISIT_COUNT,MAX_DAILY_TEMP\n2021-07-01,9,90\n",
  heat_ed_2022_live: `${heatHeader}\n2022-07-01,90,9\n`,
  heat_ed_2023_live: `${heatHeader}\n2023-07-01,90,9\n`,
  heat_ed_2024_live: `${heatHeader}\n2024-07-01,90,9\n`,
  heat_ed_2017_2023_restated: `\uFEFF${heatHeader}\n2020-07-01,88,3\n2021-07-01,90,11`,
};

const paths = "paths" in climateConverter.files ? climateConverter.files.paths : [];

function convert(changes: Readonly<Record<string, string>> = {}): Conversion {
  const contents = { ...oneDay, ...changes };
  return climateConverter.convert(
    paths.map((filePath) => {
      const stem = path.basename(filePath, ".csv");
      return { path: filePath, bytes: Buffer.from(contents[stem] ?? "") };
    }),
  );
}

describe("the climate stream", () => {
  it("has weather with all measures, and blank cells as null", () => {
    const row = "USW1,PARK,2021-07-01,,0.02,0.0,,90,70";
    const { events } = convert({ central_park_daily: `${weatherHeader}\n${row}\n` });
    expect(events.find((event) => event["record_type"] === "weather_observation")).toEqual({
      record_id: "weather_observation:USW1:2021-07-01",
      record_type: "weather_observation",
      source: "central_park_daily",
      area: "USW1",
      observed_at: "2021-07-01T00:00:00Z",
      published_at: "2021-07-02T00:00:00Z",
      wind_speed_mph: null,
      precipitation_in: 0.02,
      snowfall_in: 0,
      snow_depth_in: null,
      max_temperature_f: 90,
      min_temperature_f: 70,
      heat_ed_visits: null,
    });
  });

  it("is in the order of publication, so a restated day comes after the yearly file's", () => {
    const { events } = convert();
    expect(events.map((event) => [event["source"], event["observed_at"]])).toEqual([
      ["heat_ed_2017_2020_supp", "2020-07-01T00:00:00Z"],
      ["central_park_daily", "2021-07-01T00:00:00Z"],
      ["heat_ed_2021_live", "2021-07-01T00:00:00Z"],
      ["heat_ed_2022_live", "2022-07-01T00:00:00Z"],
      ["heat_ed_2023_live", "2023-07-01T00:00:00Z"],
      ["heat_ed_2017_2023_restated", "2020-07-01T00:00:00Z"],
      ["heat_ed_2017_2023_restated", "2021-07-01T00:00:00Z"],
      ["heat_ed_2024_live", "2024-07-01T00:00:00Z"],
    ]);
  });

  it("gives a day the same key in both date formats and both column orders", () => {
    const visits = convert().events.filter((event) => event["record_id"] === "heat_ed_visits:nyc:2021-07-01");
    expect(visits.map((event) => event["heat_ed_visits"])).toEqual([9, 11]);
    expect(convert().events[0]?.["record_id"]).toBe("heat_ed_visits:nyc:2020-07-01");
  });

  it("reports a row without a readable day or with shifted cells, and keeps the others", () => {
    const { events, problems } = convert({
      heat_ed_2021_live: `${heatHeader}\n2021-02-30,50,1\n2021-07-01,90\n2021-07-02,91,4\n`,
    });
    expect(problems).toEqual([
      {
        path: "equity/heat_ed_2021_live.csv",
        row: 1,
        message: 'END_DATE "2021-02-30" is neither YYYY-MM-DD nor M/D/YYYY',
      },
      { path: "equity/heat_ed_2021_live.csv", row: 2, message: "expected 3 cells as in the header, found 2" },
    ]);
    expect(events.filter((event) => event["source"] === "heat_ed_2021_live")).toHaveLength(1);
  });

  it("passes text that is no number on as it is, so that the contract catches it", () => {
    const { events } = convert({ heat_ed_2021_live: `${heatHeader}\n2021-07-01,T,1.7\n` });
    const event = events.find((candidate) => candidate["source"] === "heat_ed_2021_live");
    expect(event).toMatchObject({ max_temperature_f: "T", heat_ed_visits: 1.7 });
  });

  it("names the column that a file lacks", () => {
    expect(() => convert({ heat_ed_2021_live: "END_DATE,VISITS\n2021-07-01,9\n" })).toThrow(
      'equity/heat_ed_2021_live.csv has no column "MAX_DAILY_TEMP", "HEAT_ED_VISIT_COUNT". Its header is: END_DATE,VISITS',
    );
  });
});

describe("the climate stream of the samples", () => {
  const files = sampleFiles().map(({ path, text }) => ({ path, bytes: Buffer.from(text) }));
  const { events, problems } = climateConverter.convert(files);

  it("keeps the contract, and leaves nothing out", async () => {
    const feeds = await loadFeeds(path.join(import.meta.dirname, "../../../contracts"));
    const validate = compileValidator(findFeed(feeds, "climate_records"));
    const rows = files
      .filter((file) => paths.includes(file.path))
      .map((file) => file.bytes.toString().trimEnd().split("\n").length - 1);
    expect(problems).toEqual([]);
    expect(events.flatMap(validate)).toEqual([]);
    expect(events).toHaveLength(rows.reduce((left, right) => left + right, 0));
  });

  it("restates days, some of them with another count", () => {
    const byKey = Map.groupBy(events, (event) => event["record_id"]);
    const restated = [...byKey.values()].filter((versions) => versions.length > 1);
    const corrected = restated.filter(
      ([first, last]) => first?.["heat_ed_visits"] !== last?.["heat_ed_visits"],
    );
    expect(restated.length).toBeGreaterThan(300);
    expect(corrected.length).toBeGreaterThan(50);
  });
});

const realDir = process.env["HEADWATER_DATA"] ?? path.join(import.meta.dirname, "../../../../shared/data");

it("the publishers' own files become events without a problem", async ({ skip }) => {
  const files = await Promise.all(
    paths.map(async (filePath) => ({
      path: filePath,
      bytes: await readFile(path.join(realDir, filePath)),
    })),
  ).catch(() => skip(`no real data in ${realDir}; set HEADWATER_DATA`));
  const { events, problems } = climateConverter.convert(files);
  expect(problems).toEqual([]);
  expect(events).toHaveLength(5538 + 612 + 153 * 3 + 114 + 1069);
});
