import type { Random } from "./random.ts";

/** Changes the bytes of a file and says how. */
export type ByteMutation = (bytes: Buffer, random: Random) => readonly [Buffer, string];

function truncate(bytes: Buffer, random: Random): readonly [Buffer, string] {
  const length = random.below(bytes.length);
  return [bytes.subarray(0, length), `cut off after ${length} bytes`];
}

function flipBytes(bytes: Buffer, random: Random): readonly [Buffer, string] {
  const copy = Buffer.from(bytes);
  const places = Array.from({ length: 1 + random.below(4) }, () => random.below(bytes.length));
  for (const place of places) copy[place] = random.below(256);
  return [copy, `other bytes at ${places.join(", ")}`];
}

function insertBytes(bytes: Buffer, random: Random): readonly [Buffer, string] {
  const place = random.below(bytes.length);
  const piece = random.pick([
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\u12",
    "\u0000",
    "NaN",
    "/* */",
    "\n",
  ]);
  return [
    Buffer.concat([bytes.subarray(0, place), Buffer.from(piece), bytes.subarray(place)]),
    `${JSON.stringify(piece)} at ${place}`,
  ];
}

function removeBytes(bytes: Buffer, random: Random): readonly [Buffer, string] {
  const from = random.below(bytes.length);
  const to = from + 1 + random.below(random.pick([4, 10_000]));
  return [Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]), `without bytes ${from} to ${to}`];
}

function invalidUtf8(bytes: Buffer, random: Random): readonly [Buffer, string] {
  const place = bytes.indexOf(0x61, random.below(bytes.length));
  const piece = Buffer.from(random.pick(["ff", "c080", "eda080", "f4908080", "80"]), "hex");
  return [
    Buffer.concat([bytes.subarray(0, Math.max(0, place)), piece, bytes.subarray(Math.max(0, place))]),
    `bytes ${piece.toString("hex")} at ${place}`,
  ];
}

const wholeFiles: Readonly<Record<string, Buffer>> = {
  "an empty file": Buffer.alloc(0),
  "white space": Buffer.from(" \n\t "),
  null: Buffer.from("null"),
  "an empty object": Buffer.from("{}"),
  "an empty list": Buffer.from("[]"),
  "a string": Buffer.from('"manifest"'),
  "a web page": Buffer.from("<!doctype html><title>404</title>"),
  "a pointer of Git LFS": Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"),
  "zero bytes": Buffer.alloc(4096),
  "a million brackets": Buffer.from("[".repeat(1_000_000)),
  "a gzip header": Buffer.from("1f8b0800000000000003", "hex"),
};

function wholeFile(_: Buffer, random: Random): readonly [Buffer, string] {
  const name = random.pick(Object.keys(wholeFiles));
  return [wholeFiles[name] ?? Buffer.alloc(0), name];
}

function otherEncoding(bytes: Buffer, random: Random): readonly [Buffer, string] {
  if (random.next() < 0.5) return [Buffer.from(bytes.toString("utf8"), "utf16le"), "as UTF-16"];
  return [Buffer.concat([Buffer.from("efbbbf", "hex"), bytes]), "with a byte order mark"];
}

/** The file twice: what comes behind the JSON is no JSON any more. */
function twice(bytes: Buffer): readonly [Buffer, string] {
  return [Buffer.concat([bytes, bytes]), "twice in one file"];
}

export const byteMutations: readonly ByteMutation[] = [
  truncate,
  truncate,
  flipBytes,
  insertBytes,
  removeBytes,
  invalidUtf8,
  wholeFile,
  otherEncoding,
  twice,
];
