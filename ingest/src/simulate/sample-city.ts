import { createRandom, type Random } from "./random.ts";

/** The facts about a real borough that the joins need: letter, county, and ZIPs with their UHF 42 area. */
export interface Borough {
  readonly name: string;
  /** The letter in a school's DBN. */
  readonly letter: string;
  /** The first two letters of its NTA codes. */
  readonly ntaPrefix: string;
  /** The city's number of the borough. */
  readonly code: number;
  /** The health department's number of the borough in PM2.5 files. */
  readonly healthCode: number;
  readonly countyFips: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly zips: readonly { readonly zip: string; readonly uhfCode: number }[];
  /** How hard life is here on average in the invented data, 0 to 1. */
  readonly hardship: number;
}

/** An invented neighborhood tabulation area. */
export interface Neighborhood {
  readonly borough: Borough;
  readonly code: string;
  readonly name: string;
  readonly zip: string;
  readonly uhfCode: number;
  readonly hardship: number;
}

/** An invented census tract; `number` is in hundredths, as the city writes it, without leading zeros. */
export interface Tract {
  readonly neighborhood: Neighborhood;
  readonly number: string;
  readonly fips: string;
  readonly hardship: number;
}

/** The invented city that every sample file describes. */
export interface SampleCity {
  readonly neighborhoods: readonly Neighborhood[];
  readonly tracts: readonly Tract[];
}

// ZIPs and UHF 42 codes are the real ones, so that a public ZIP lookup joins to the samples too.
export const boroughs: readonly Borough[] = [
  {
    name: "Bronx",
    letter: "X",
    ntaPrefix: "BX",
    code: 2,
    healthCode: 1,
    countyFips: "005",
    latitude: 40.85,
    longitude: -73.87,
    zips: [zip("10463", 101), zip("10458", 103), zip("10453", 105), zip("10454", 107)],
    hardship: 0.75,
  },
  {
    name: "Brooklyn",
    letter: "K",
    ntaPrefix: "BK",
    code: 3,
    healthCode: 2,
    countyFips: "047",
    latitude: 40.65,
    longitude: -73.95,
    zips: [zip("11211", 201), zip("11212", 203), zip("11207", 204), zip("11234", 208)],
    hardship: 0.5,
  },
  {
    name: "Manhattan",
    letter: "M",
    ntaPrefix: "MN",
    code: 1,
    healthCode: 3,
    countyFips: "061",
    latitude: 40.78,
    longitude: -73.97,
    zips: [zip("10031", 301), zip("10026", 302), zip("10001", 306), zip("10002", 309)],
    hardship: 0.55,
  },
  {
    name: "Queens",
    letter: "Q",
    ntaPrefix: "QN",
    code: 4,
    healthCode: 4,
    countyFips: "081",
    latitude: 40.71,
    longitude: -73.82,
    zips: [zip("11101", 401), zip("11368", 402), zip("11365", 406), zip("11691", 410)],
    hardship: 0.35,
  },
  {
    name: "Staten Island",
    letter: "R",
    ntaPrefix: "SI",
    code: 5,
    healthCode: 5,
    countyFips: "085",
    latitude: 40.58,
    longitude: -74.15,
    zips: [zip("10302", 501), zip("10301", 502), zip("10314", 503), zip("10306", 504)],
    hardship: 0.15,
  },
];

/** Areas without residents have the number 99, in the samples as at the publisher. */
export const parkAreaNumber = 99;

const tractsPerBorough = 9;
// No real area has these numbers, so nobody can take a sample area for a real one.
const areaNumbers = [81, 84, 87, 90] as const;

const firstWords = ["Alder", "Bramble", "Copper", "Dunlin", "Ember", "Fallow", "Gannet"] as const;
const secondWords = ["Hollow", "Landing", "Terrace", "Bend", "Point", "Meadow"] as const;

/** Lays out the invented city: four neighborhoods, one park area and nine tracts in each borough. */
export function sampleCity(seed: number): SampleCity {
  const random = createRandom(seed);
  const neighborhoods = boroughs.flatMap((borough, index) => boroughNeighborhoods(borough, index, random));
  const tracts = boroughs.flatMap((borough) => boroughTracts(borough, neighborhoods, random));
  return { neighborhoods, tracts };
}

function boroughNeighborhoods(borough: Borough, boroughIndex: number, random: Random): Neighborhood[] {
  const area = (areaNumber: number, name: string, zipPosition: number, hardship: number): Neighborhood => {
    const { zip, uhfCode } = itemAt(borough.zips, zipPosition);
    return { borough, code: `${borough.ntaPrefix}${areaNumber}`, name, zip, uhfCode, hardship };
  };
  const inhabited = areaNumbers.map((areaNumber, index) => {
    const place = boroughIndex * areaNumbers.length + index;
    const name = `${itemAt(firstWords, place)} ${itemAt(secondWords, place)}`;
    return area(areaNumber, name, index, share(random.around(borough.hardship, 0.25)));
  });
  return [...inhabited, area(parkAreaNumber, `park-cemetery-etc-${borough.name}`, 0, borough.hardship)];
}

function boroughTracts(borough: Borough, neighborhoods: readonly Neighborhood[], random: Random): Tract[] {
  const own = neighborhoods.filter((neighborhood) => neighborhood.borough === borough);
  return Array.from({ length: tractsPerBorough }, (_, index) => {
    const neighborhood = itemAt(own, index);
    // Numbers of three to five digits, some with a suffix (2601 is tract 26.01), so that padding matters.
    const number = String((index * index * 5 + 3) * 100 + (index % 3 === 2 ? index : 0));
    return {
      neighborhood,
      number,
      fips: `36${borough.countyFips}${number.padStart(6, "0")}`,
      hardship: share(random.around(neighborhood.hardship, 0.15)),
    };
  });
}

/** Keeps a number between 0 and 1. */
export function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The item at a position, counting round and round the list. */
export function itemAt<T>(items: readonly T[], position: number): T {
  const item = items[position % items.length];
  if (item === undefined) throw new RangeError("The list is empty.");
  return item;
}

function zip(zipCode: string, uhfCode: number): { readonly zip: string; readonly uhfCode: number } {
  return { zip: zipCode, uhfCode };
}
