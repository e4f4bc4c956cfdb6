import { csvText, type CsvCell } from "../batch/csv-text.ts";
import { createRandom, type Random } from "./random.ts";
import { itemAt } from "./sample-city.ts";
import type { School } from "./sample-schools.ts";

const locationHeader = [
  "FISCAL_YEAR,ATS SYSTEM CODE,LOCATION_CODE,LOCATION_NAME,BEDS NUMBER,MANAGED_BY_NAME",
  "LOCATION_TYPE_DESCRIPTION,LOCATION_CATEGORY_DESCRIPTION,GRADES_TEXT,GRADES_FINAL_TEXT,OPEN_DATE",
  "STATUS_DESCRIPTIONS,PRIMARY_BUILDING_CODE,PRIMARY_ADDRESS_LINE_1,STATE_CODE,X_COORDINATE,Y_COORDINATE",
  "COMMUNITY_DISTRICT,COUNCIL_DISTRICT,CENSUS_TRACT,BOROUGH_BLOCK_LOT,NTA,NTA_NAME",
  "GEOGRAPHICAL_DISTRICT_CODE,ADMIN_DISTRICT_LOCATION_CODE,ADMINISTRATIVE_DISTRICT_NAME",
  "FIELD_SUPPORT_CENTER_NAME,SCHOOL_SUPPORT_TEAM_NAME,HIGHSCHOOL_NETWORK_LOCATION_CODE",
  "HIGHSCHOOL_NETWORK_NAME,Location 1",
].flatMap((names) => names.split(","));

const grades = ["K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"] as const;
const groups = ["Asian", "Black", "Hispanic", "Multiple Race Categories Not Represented", "White"] as const;
const programs = ["Students with Disabilities", "English Language Learners"] as const;

const demographicsHeader: readonly string[] = [
  "DBN,School Name,Year,Total Enrollment,Grade PK (Half Day & Full Day)".split(","),
  grades.map((grade) => `Grade ${grade}`),
  ["Female", "Male", ...groups, ...programs, "Poverty"].flatMap((name) => [`# ${name}`, `% ${name}`]),
  "Economic Need Index",
].flat();

const schoolYears = ["2013-14", "2014-15", "2015-16", "2016-17", "2017-18"] as const;
const categories: Readonly<Record<number, string>> = {
  5: "Elementary",
  8: "K-8",
  12: "High school",
};
const streets = ["CINDER", "LARK", "MILLRACE", "PEBBLE", "SALTBOX", "THIMBLE"] as const;

/** School locations: padded codes and names, the text NULL, and a cell of three lines with address, ZIP and position. */
export function schoolLocationsCsv(schools: readonly School[], seed: number): string {
  const random = createRandom(seed);
  return csvText(
    locationHeader,
    schools.map((school, index) => locationRow(school, index, random)),
  );
}

/** Demographics by school and year: `No Data` in the first year, percentages as text, one school that has closed. */
export function schoolDemographicsCsv(schools: readonly School[], seed: number): string {
  const random = createRandom(seed);
  const rows = schools.flatMap((school) => schoolYears.map((year) => demographicsRow(school, year, random)));
  const closed = schools.slice(0, 1).flatMap((school) => {
    const former: School = { ...school, dbn: "07X799", name: "Former School of Paper Boats" };
    return schoolYears.slice(0, 2).map((year) => demographicsRow(former, year, random));
  });
  return csvText(demographicsHeader, [...rows, ...closed]);
}

function locationRow(school: School, index: number, random: Random): CsvCell[] {
  const { borough, neighborhood, dbn } = school;
  const code = dbn.slice(2);
  const district = Number(dbn.slice(0, 2));
  const address = `${random.integer(2, 980)} ${itemAt(streets, index)} STREET`;
  const latitude = random.around(borough.latitude, 0.03).toFixed(6);
  const longitude = random.around(borough.longitude, 0.03).toFixed(6);
  const gradeTexts = gradeNames(school.firstGrade, school.lastGrade);
  const districtCells = school.isCharter
    ? ["NULL", "OFFICE OF CHARTER SCHOOLS", "NULL", "NULL"]
    : [
        `${borough.letter}8${String(district).padStart(2, "0")}`,
        `COMMUNITY SCHOOL DISTRICT ${String(district).padStart(2, "0")}`,
        `Field Support Center - ${borough.name}`,
        `School Support Team 1- ${borough.name}`,
      ];
  return [
    2018,
    dbn.padEnd(12),
    code,
    school.name,
    `3${String(district).padStart(2, "0")}00001${code.slice(1).padStart(4, "0")}`,
    school.isCharter ? "Charter" : "DOE",
    "General Academic",
    school.firstGrade === 6
      ? "Junior High-Intermediate-Middle"
      : (categories[school.lastGrade] ?? "Secondary School"),
    [...gradeTexts, "SE"].join(","),
    gradeTexts.join(","),
    `07/01/${school.openYear} 12:00:00 AM`,
    "Open",
    code,
    address,
    "NY",
    random.integer(920_000, 1_060_000),
    random.integer(125_000, 265_000),
    borough.code * 100 + random.integer(1, 12),
    random.integer(1, 51),
    school.tractText,
    school.isCharter ? 0 : `${borough.code}0${random.integer(1000, 9999)}0001`,
    school.areaCodeText,
    school.areaNameText.padEnd(75),
    district,
    ...districtCells,
    ...(school.lastGrade === 12 ? ["HS07", "H.S. Network 07 Superintendent Office"] : ["NULL", "NULL"]),
    `${address}\n${borough.name.toUpperCase()}, NY ${neighborhood.zip}\n(${latitude}, ${longitude})`,
  ];
}

/** Grades as the publisher names them: 0K, 01, 02 and so on. */
function gradeNames(first: number, last: number): string[] {
  const count = last - first + 1;
  return Array.from({ length: count }, (_, index) =>
    first + index === 0 ? "0K" : String(first + index).padStart(2, "0"),
  );
}

function demographicsRow(school: School, year: string, random: Random): CsvCell[] {
  const pupilsByGrade = grades.map((_, grade) =>
    grade >= school.firstGrade && grade <= school.lastGrade ? random.integer(18, 110) : 0,
  );
  const prekindergarten = school.firstGrade === 0 ? random.integer(15, 60) : 0;
  const total = prekindergarten + pupilsByGrade.reduce((left, right) => left + right, 0);
  const female = Math.round(total * random.around(0.49, 0.05));
  const poor = Math.round(total * Math.min(1, random.around(0.35 + school.hardship * 0.55, 0.08)));
  const counts = [
    female,
    total - female,
    ...splitIntoGroups(total, random),
    ...programs.map(() => Math.round(total * random.around(0.18, 0.08))),
    poor,
  ];
  const needIndex = `${random.around(30 + school.hardship * 60, 5).toFixed(1)}%`;
  return [
    school.dbn,
    school.name,
    year,
    total,
    prekindergarten,
    ...pupilsByGrade,
    ...counts.flatMap((count) => [count, Number(((100 * count) / total).toFixed(1))]),
    year === schoolYears[0] ? "No Data" : needIndex,
  ];
}

/** Splits all pupils into the five groups; the last group takes the rest, so that the counts add up. */
function splitIntoGroups(total: number, random: Random): number[] {
  const parts = groups.slice(1).map(() => Math.floor(total * random.around(0.15, 0.1)));
  return [...parts, total - parts.reduce((left, right) => left + right, 0)];
}
