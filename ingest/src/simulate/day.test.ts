import { expect, it } from "vitest";
import { parseDay } from "./day.ts";

it.each([
  ["2020-02-29", "2020-02-29"],
  ["5/1/2017", "2017-05-01"],
  ["12/31/2020", "2020-12-31"],
  ["05/01/2017", "2017-05-01"],
])("%s is the day %s", (text, day) => {
  expect(parseDay(text)).toBe(day);
});

it.each([
  "",
  "2021-02-29",
  "2021-13-01",
  "13/1/2021",
  "2/30/2021",
  "1/2/21",
  "2021-1-2",
  "2021-01-02T00:00:00Z",
  "soon",
])("%j is not a day", (text) => {
  expect(parseDay(text)).toBeUndefined();
});
