import { oddNames, oddPaths, oddTexts } from "./odd-values.ts";
import type { Random } from "./random.ts";
import { type Artifact, type JsonValue, randomSpot, spotWith } from "./spot.ts";

/** Changes one thing in an artifact and says what. */
export type ValueMutation = (artifact: Artifact, random: Random) => string;

/** JSON text that no value gives, put in for a string of this form when the artifact is written. */
export const rawText = {
  mark: (name: string): string => `@@raw ${name}@@`,
  texts: {
    "nested 499": `${"[".repeat(499)}1${"]".repeat(499)}`,
    "nested 20000": `${'{"a":['.repeat(10_000)}1${"]}".repeat(10_000)}`,
    "number too large": "1e999",
    "number too precise": "0.1000000000000000055511151231257827021181583404541015625",
    "lone surrogate": String.raw`"\ud83d"`,
    "escaped NUL": String.raw`"a\u0000b"`,
  },
} as const;

const otherValues: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  "text",
  [],
  [null],
  [[]],
  ["a", 1, {}],
  {},
  { a: null },
  { "": {} },
];

function changeType(artifact: Artifact, random: Random): string {
  const spot = randomSpot(artifact, random);
  const value = structuredClone(random.pick(otherValues));
  spot.set(value);
  return `${spot.path} becomes ${JSON.stringify(value)}`;
}

function dropMember(artifact: Artifact, random: Random): string {
  const spot = randomSpot(artifact, random);
  spot.remove();
  return `${spot.path} is gone`;
}

function addMember(artifact: Artifact, random: Random): string {
  const spot = randomSpot(artifact, random);
  const name = random.pick(oddNames);
  spot.add(name, structuredClone(random.pick(otherValues)));
  return `beside ${spot.path} there is ${JSON.stringify(name)}`;
}

/** A value from one place at another place. */
function copyValue(artifact: Artifact, random: Random): string {
  const from = randomSpot(artifact, random);
  const to = randomSpot(artifact, random);
  to.set(structuredClone(from.value));
  return `${to.path} is a copy of ${from.path}`;
}

function changeText(artifact: Artifact, random: Random): string {
  const spot = spotWith(artifact, random, (value) => typeof value === "string");
  const text = random.pick(oddTexts);
  const isAdded = random.next() < 0.5;
  spot.set(isAdded && typeof spot.value === "string" ? spot.value + text : text);
  return `${spot.path} ${isAdded ? "ends with" : "becomes"} ${JSON.stringify(text)}`;
}

function hugeText(artifact: Artifact, random: Random): string {
  const spot = spotWith(artifact, random, (value) => typeof value === "string");
  const piece = random.pick([
    "a",
    " ",
    "\n",
    "from ",
    "join a.b.c ",
    "{{ ref('x') }}",
    "(",
    "'",
    "/*",
    "--",
    "😀",
    '"',
  ]);
  const length = random.pick([10_000, 200_000, 2_000_000]);
  spot.set(piece.repeat(Math.ceil(length / piece.length)));
  return `${spot.path} is ${length} characters of ${JSON.stringify(piece)}`;
}

function oddPath(artifact: Artifact, random: Random): string {
  const spot = spotWith(artifact, random, (_, path) => /(path|file)$/.test(path));
  const path = random.pick(oddPaths);
  spot.set(path);
  return `${spot.path} becomes ${JSON.stringify(path)}`;
}

/** A node depends on another and back, on itself, or on what is not there. */
function cycle(artifact: Artifact, random: Random): string {
  const dependents: Dependent[] = Object.values(artifact)
    .flatMap((section) => Object.values(Object(section)))
    .filter(hasDependencies);
  if (dependents.length === 0) return changeType(artifact, random);
  const [child, other] = [random.pick(dependents), random.pick(dependents)];
  const kind = random.pick(["nodes", "macros"] as const);
  const target = random.pick([child.unique_id, other.unique_id, "model.nowhere.nothing"]);
  child.depends_on[kind]?.push(target);
  other.depends_on.nodes?.push(child.unique_id);
  return `${child.unique_id} depends on ${target} (${kind}), and ${other.unique_id} on it`;
}

interface Dependent {
  readonly unique_id: string;
  readonly depends_on: { readonly nodes?: string[]; readonly macros?: string[] };
}

/** Whatever was changed before: the lists are lists. */
function hasDependencies(value: unknown): value is Dependent {
  const { unique_id: id, depends_on: dependsOn } = Object(value);
  const { nodes, macros = [] } = Object(dependsOn);
  return typeof id === "string" && Array.isArray(nodes) && Array.isArray(macros);
}

function longList(artifact: Artifact, random: Random): string {
  const spot = spotWith(artifact, random, (value) => Array.isArray(value));
  const list = Array.isArray(spot.value) && spot.value.length > 0 ? spot.value : ["a"];
  const itemChars = JSON.stringify(list).length / list.length;
  const length = Math.ceil(Math.min(random.pick([100, 5_000]), 10_000_000 / itemChars));
  // Each on its own: a later change to a shared item would count as often as it is there.
  spot.set(Array.from({ length }, (_, index) => structuredClone(list[index % list.length] ?? null)));
  return `${spot.path} has ${length} items`;
}

function rawValue(artifact: Artifact, random: Random): string {
  const spot = randomSpot(artifact, random);
  const name = random.pick(Object.keys(rawText.texts));
  spot.set(rawText.mark(name));
  return `${spot.path} is ${name}`;
}

function changeMetadata(artifact: Artifact, random: Random): string {
  const metadata = Object(artifact["metadata"]) as Artifact;
  const key = random.pick([
    "dbt_schema_version",
    "dbt_version",
    "project_name",
    "adapter_type",
    "generated_at",
  ]);
  const value = random.pick<JsonValue>([
    "https://schemas.getdbt.com/dbt/manifest/v1.json",
    "https://schemas.getdbt.com/dbt/manifest/v99.json",
    "https://schemas.getdbt.com/dbt/catalog/v1.json",
    "https://schemas.getdbt.com/dbt/manifest/v12",
    "snowflake",
    "1.3.0",
    "9999-99-99",
    ...otherValues,
  ]);
  metadata[key] = structuredClone(value);
  return `metadata.${key} becomes ${JSON.stringify(value)}`;
}

/** Each is as likely as the others; the first two are there twice, as they say most. */
export const valueMutations: readonly ValueMutation[] = [
  changeType,
  changeType,
  dropMember,
  dropMember,
  addMember,
  copyValue,
  changeText,
  hugeText,
  oddPath,
  cycle,
  longList,
  rawValue,
  changeMetadata,
];
