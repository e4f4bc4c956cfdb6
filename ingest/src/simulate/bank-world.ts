import { pick } from "./distributions.ts";
import type { Random } from "./random.ts";

/** Whoever has a card. Nobody of this name exists but by accident. */
export type Customer = {
  readonly customer_id: string;
  readonly full_name: string;
  readonly email: string;
  readonly home_country: string;
};

export type Merchant = {
  readonly merchant_id: string;
  readonly name: string;
  readonly category: string;
  readonly country: string;
};

/** What is bought in one kind of shop, and how often. */
export interface Category {
  readonly name: string;
  /** How often the kind is visited, against the others. */
  readonly weight: number;
  /** Half the receipts are below this, in cents. */
  readonly medianCents: number;
  /** How widely receipts vary: two thirds lie within a factor of e^sigma around the median. */
  readonly sigma: number;
  readonly fewestLines: number;
  readonly mostLines: number;
  /** Share of the payments without the card at hand. */
  readonly onlineShare: number;
  readonly goods: readonly string[];
}

export const categories: readonly Category[] = [
  shop("groceries", 34, 3_800, 0.7, [3, 8], 0.08, "bread cheese apples rice coffee milk pasta onions"),
  shop("restaurants", 24, 2_600, 0.55, [2, 5], 0.15, "soup salad noodles dumplings lemonade tea cake"),
  shop("fuel", 12, 4_500, 0.35, [1, 2], 0, "fuel,car wash,windscreen wash"),
  shop("pharmacy", 9, 1_900, 0.6, [1, 4], 0.2, "plasters,cough drops,sunscreen,toothpaste,vitamins"),
  shop("clothing", 9, 5_200, 0.75, [1, 4], 0.45, "scarf socks shirt jacket trousers gloves"),
  shop("electronics", 5, 16_000, 0.9, [1, 3], 0.55, "headphones,charger,keyboard,phone,laptop,cable"),
  shop("travel", 4, 24_000, 0.8, [1, 3], 0.8, "train ticket,night in a hotel,bus ticket,luggage"),
  shop("gift_cards", 3, 2_500, 0.4, [1, 2], 0.9, "gift card"),
];

function shop(
  name: string,
  weight: number,
  medianCents: number,
  sigma: number,
  [fewestLines, mostLines]: readonly [number, number],
  onlineShare: number,
  goods: string,
): Category {
  const names = goods.split(goods.includes(",") || name === "gift_cards" ? "," : " ");
  return { name, weight, medianCents, sigma, fewestLines, mostLines, onlineShare, goods: names };
}

const customerCount = 50;
const merchantsPerCategory = 6;
const homeCountries = ["US", "US", "US", "CA"];

// Words that are no usual names of people, so that no combination is somebody's.
const firstWords = [
  "Amber",
  "Birch",
  "Cobalt",
  "Dune",
  "Ember",
  "Flint",
  "Granite",
  "Harbor",
  "Indigo",
  "Juniper",
];
const lastWords = ["Willowtree", "Riverstone", "Lampshade", "Teakettle", "Bookshelf"];
const shopWords = ["Copper", "Bright", "Northern", "Little", "Paper", "Round", "Silent", "Velvet"];
const shopThings = ["Kettle", "Lantern", "Anchor", "Window", "Compass", "Ladder"];

/** Fifty customers, the same ones for every seed. */
export function makeCustomers(random: Random): readonly Customer[] {
  return Array.from({ length: customerCount }, (_, index) => {
    const number = String(index + 1).padStart(2, "0");
    const first = firstWords[index % firstWords.length] ?? "";
    const last = lastWords[Math.floor(index / firstWords.length)] ?? "";
    return {
      customer_id: `cus-${number}`,
      full_name: `${first} ${last}`,
      email: `${first}.${last}@customers.example`.toLowerCase(),
      home_country: pick(random, homeCountries),
    };
  });
}

/** Six merchants of each category. */
export function makeMerchants(random: Random): ReadonlyMap<string, readonly Merchant[]> {
  return new Map(
    categories.map(({ name: category }, at) => [
      category,
      Array.from({ length: merchantsPerCategory }, (_, index) => ({
        merchant_id: `mer-${String(at * merchantsPerCategory + index + 1).padStart(3, "0")}`,
        name: `${pick(random, shopWords)} ${pick(random, shopThings)}`,
        category,
        country: pick(random, homeCountries),
      })),
    ]),
  );
}
