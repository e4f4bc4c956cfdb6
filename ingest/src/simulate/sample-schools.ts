import { createRandom, type Random } from "./random.ts";
import { areaWithoutAir, blankHeatArea } from "./sample-areas.ts";
import {
  boroughs,
  itemAt,
  type Borough,
  type Neighborhood,
  type SampleCity,
  type Tract,
} from "./sample-city.ts";
import { unrankedTracts } from "./sample-tracts.ts";

/** An invented school. The texts of tract and area are what the publisher's file says, defects included. */
export interface School {
  readonly dbn: string;
  readonly name: string;
  readonly borough: Borough;
  readonly neighborhood: Neighborhood;
  readonly tractText: string;
  readonly areaCodeText: string;
  readonly areaNameText: string;
  readonly isCharter: boolean;
  readonly hardship: number;
  readonly firstGrade: number;
  readonly lastGrade: number;
  readonly openYear: number;
}

const schoolsPerBorough = 12;

const treeNames = ["Quillwood", "Marlpit", "Osier", "Tansy", "Wren", "Yarrow", "Sedge", "Heron"] as const;
const placeNames = ["Lane", "Commons", "Harbor", "Orchard", "Crossing", "Bridge", "Garden"] as const;
const districts: Readonly<Record<string, number>> = { M: 1, X: 7, K: 13, Q: 24, R: 31 };
const gradeSpans = [
  [0, 5],
  [0, 8],
  [6, 8],
  [9, 12],
] as const;

/** The last school of a borough carries a planted defect; each leaves the score null for another reason. */
const plantedSchools: Readonly<Record<string, readonly ((school: School, city: SampleCity) => School)[]>> = {
  X: [inUnrankedTract],
  K: [(school) => ({ ...school, tractText: "298", isCharter: true }), inParkArea],
  M: [inUnrankedTract, (school) => ({ ...school, tractText: "0", isCharter: true })],
  Q: [
    (school, city) => inArea(school, city, areaWithoutAir),
    (school) => ({ ...school, tractText: "      ", areaCodeText: "    ", areaNameText: "" }),
    (school) => ({ ...school, tractText: "NULL" }),
  ],
  R: [(school, city) => inArea(school, city, blankHeatArea)],
};

/** Invents the schools: twelve a borough, the last ones of each with a planted defect. */
export function sampleSchools(city: SampleCity, seed: number): readonly School[] {
  const random = createRandom(seed);
  return boroughs.flatMap((borough, boroughIndex) => {
    const planted = plantedSchools[borough.letter] ?? [];
    const ordinaryTracts = city.tracts.filter(
      (tract) => tract.neighborhood.borough === borough && isComplete(tract),
    );
    return Array.from({ length: schoolsPerBorough }, (_, index) => {
      const school = ordinarySchool(
        borough,
        boroughIndex * schoolsPerBorough + index,
        ordinaryTracts,
        random,
      );
      const plant = planted[index - (schoolsPerBorough - planted.length)];
      return plant === undefined ? school : plant(school, city);
    });
  });
}

function ordinarySchool(borough: Borough, place: number, tracts: readonly Tract[], random: Random): School {
  const tract = itemAt(tracts, place);
  const [firstGrade, lastGrade] = itemAt(gradeSpans, place);
  const isCharter = place % 10 === 7;
  const number = String(801 + place);
  const district = isCharter ? 84 : (districts[borough.letter] ?? 1) + (place % 3);
  const words = [itemAt(treeNames, place), itemAt(placeNames, place)] as const;
  return {
    dbn: `${String(district).padStart(2, "0")}${borough.letter}${number}`,
    // The publisher has non-breaking spaces in some charter schools' names.
    name: isCharter ? `${words.join(" ")}\u00A0Charter School` : `P.S. ${number} ${words.join(" ")}`,
    borough,
    neighborhood: tract.neighborhood,
    tractText: tract.number,
    areaCodeText: tract.neighborhood.code,
    areaNameText: tract.neighborhood.name,
    isCharter,
    hardship: tract.hardship,
    firstGrade,
    lastGrade,
    openYear: random.integer(1921, 2012),
  };
}

/** True when a school here gets a score: nothing about the tract or its area is missing on purpose. */
function isComplete(tract: Tract): boolean {
  const area = tract.neighborhood.code;
  return !unrankedTracts.has(tract.fips) && area !== areaWithoutAir && !area.endsWith("99");
}

function inUnrankedTract(school: School, city: SampleCity): School {
  const tract = city.tracts.find(
    (other) => other.neighborhood.borough === school.borough && unrankedTracts.has(other.fips),
  );
  if (tract === undefined) throw new RangeError(`${school.borough.name} has no unranked tract.`);
  return { ...inArea(school, city, tract.neighborhood.code), tractText: tract.number };
}

function inParkArea(school: School, city: SampleCity): School {
  return inArea(school, city, `${school.borough.ntaPrefix}99`);
}

function inArea(school: School, city: SampleCity, areaCode: string): School {
  const area = city.neighborhoods.find((other) => other.code === areaCode);
  if (area === undefined) throw new RangeError(`The sample city has no area ${areaCode}.`);
  return { ...school, neighborhood: area, areaCodeText: area.code, areaNameText: area.name };
}
