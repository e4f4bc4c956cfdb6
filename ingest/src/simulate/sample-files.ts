import { airQualityCsv, heatVulnerabilityCsv, particlesCsv } from "./sample-areas.ts";
import { sampleCity } from "./sample-city.ts";
import { schoolDemographicsCsv, schoolLocationsCsv } from "./sample-school-files.ts";
import { sampleSchools } from "./sample-schools.ts";
import { sviTractsCsv } from "./sample-tracts.ts";
import { climateFiles } from "./sample-weather.ts";

/** A generated file: its path below the samples folder, and its UTF-8 text. */
export interface SampleFile {
  readonly path: string;
  readonly text: string;
}

/** The seed of the files that are committed. */
export const samplesSeed = 20_180_901;

/**
 * Invents every batch file of the equity domain, in the publishers' own shapes and with their kinds of defects.
 * The same seed always gives the same bytes. Nothing in it describes a real school, area or day.
 */
export function sampleFiles(seed: number = samplesSeed): readonly SampleFile[] {
  const city = sampleCity(seed);
  const schools = sampleSchools(city, seed + 1);
  const files = [
    { name: "svi_2018_nyc_tract.csv", text: sviTractsCsv(city, seed + 2) },
    { name: "school_locations_2017_18.csv", text: schoolLocationsCsv(schools, seed + 3) },
    { name: "school_demographics_2013_18.csv", text: schoolDemographicsCsv(schools, seed + 4) },
    { name: "hvi_nta2010.csv", text: heatVulnerabilityCsv(city, seed + 5) },
    { name: "air_quality_nta2010.csv", text: airQualityCsv(city, seed + 6) },
    { name: "pm25_uhf42_seasonal.csv", text: particlesCsv(city, seed + 7) },
    ...climateFiles(seed + 8),
  ];
  return files.map(({ name, text }) => ({ path: `equity/${name}`, text }));
}
