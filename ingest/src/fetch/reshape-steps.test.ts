import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { reshapeSteps } from "./reshape-steps.ts";
import { ehdpIndicator } from "./reshape/ehdp-indicator.ts";

const indicator = {
  MeasureID: [365, 365, 365, 370, 365],
  GeoID: [1, 101, 105106107, 101, 1],
  GeoType: ["Borough", "UHF42", "UHF34", "UHF42", "Citywide"],
  TimePeriodID: [188, 193, 188, 188, 999],
  Value: [10.73, null, 9.9, 8.8, 9.5],
  Note: ["", null, "", "", "Estimated, see notes"],
  DisplayValue: ["10.7", "", "9.9", "8.8", "9.5"],
};
const periods = [
  { TimePeriodID: 188, TimePeriod: "Summer 2009", TimeType: "Summer Seasonal" },
  { TimePeriodID: 193, TimePeriod: "Winter 2008-09", TimeType: "Winter Seasonal" },
];

function reshape(content: unknown, lookup: unknown = periods): string {
  return ehdpIndicator.reshape({
    content: Buffer.from(JSON.stringify(content)),
    lookup: lookup === undefined ? undefined : Buffer.from(JSON.stringify(lookup)),
  });
}

it("every file in reshape/ is a step in the list, named after its file", async () => {
  const files = await readdir(path.join(import.meta.dirname, "reshape"));
  const names = files.map((file) => file.replace(/\.ts$/, "").replaceAll("-", "_"));
  expect(reshapeSteps.map((step) => step.name).sort()).toEqual(names.sort());
});

it("ehdp_indicator makes one row per area and period, of the mean and the areas that the feed has", () => {
  expect(reshape(indicator)).toBe(
    "measure_id,geo_type,geo_id,time_period_id,time_period,pm25_mean_ugm3,note\n" +
      "365,Borough,1,188,Summer 2009,10.73,\n" +
      "365,UHF42,101,193,Winter 2008-09,,\n" +
      '365,Citywide,1,999,,9.5,"Estimated, see notes"\n',
  );
});

it.each([
  ["is not an object of columns", [1, 2], "differs at its root"],
  ["lacks a column", { MeasureID: [365] }, "differs at GeoType"],
  ["has columns of different lengths", { ...indicator, Note: [""] }, "Note 1"],
])("ehdp_indicator refuses content that %s", (_, content, difference) => {
  expect(() => reshape(content)).toThrow(difference);
});

it("ehdp_indicator refuses to go on without the list of time periods", () => {
  expect(() =>
    ehdpIndicator.reshape({ content: Buffer.from(JSON.stringify(indicator)), lookup: undefined }),
  ).toThrow("the list of time periods (lookup_url) is not JSON");
});
