/**
 * What is read of a JSON value. Members that no pick names are skipped: checked to be JSON, never made into values.
 *
 * A picked member that is `""`, `[]` or `{}` is read as null: dbt writes each of them where nothing was said.
 */
export type Pick = "keep" | ObjectPick;

export interface ObjectPick {
  /** What to read of each member, by key. */
  readonly members?: Readonly<Record<string, Pick>>;
  /** What to read of every member or element, where the keys are the project's own (columns, or a list). */
  readonly each?: Pick;
  /** Keep the value's whole text as well, under this number: it is decoded when somebody asks. */
  readonly text?: number;
  /** False leaves the value itself out, so that only its text is kept. */
  readonly value?: false;
}

/** A pick made ready for looking up keys in bytes. */
export interface CompiledPick {
  readonly members: KeyTable | undefined;
  readonly each: CompiledPick | undefined;
  readonly text: number | undefined;
  readonly hasValue: boolean;
}

export function compilePick(pick: Pick): CompiledPick {
  if (pick === "keep") return KEEP;
  return {
    members: pick.members === undefined ? undefined : new KeyTable(pick.members),
    each: pick.each === undefined ? undefined : compilePick(pick.each),
    text: pick.text,
    hasValue: pick.value ?? true,
  };
}

const KEEP: CompiledPick = { members: undefined, each: undefined, text: undefined, hasValue: true };

const SLOTS = 512;
const NO_KEY = -1;

/**
 * Finds a member's pick by the bytes of its key, without making a string of them.
 * A hash table in flat arrays: an artifact has millions of keys, and most of them are not in the table.
 */
export class KeyTable {
  readonly #picks: readonly CompiledPick[];
  readonly #indexByName = new Map<string, number>();
  /** All keys one behind the other, and where each starts. */
  readonly #text: Uint8Array;
  readonly #starts: Int32Array;
  /** The first key of a slot, and for each key the next of its slot. */
  readonly #slots = new Int32Array(SLOTS).fill(NO_KEY);
  readonly #next: Int32Array;

  constructor(members: Readonly<Record<string, Pick>>) {
    const names = Object.keys(members);
    this.#picks = Object.values(members).map(compilePick);
    this.#text = Buffer.from(names.join(""));
    this.#starts = new Int32Array(names.length + 1);
    this.#next = new Int32Array(names.length).fill(NO_KEY);
    for (const [index, name] of names.entries()) {
      const start = this.#starts[index]!;
      const end = start + Buffer.byteLength(name);
      const slot = hashKey(this.#text, start, end);
      this.#starts[index + 1] = end;
      this.#next[index] = this.#slots[slot]!;
      this.#slots[slot] = index;
      this.#indexByName.set(name, index);
    }
  }

  /** The pick of the key between `start` and `end` (quotes excluded), which holds no escapes. */
  find(bytes: Uint8Array, start: number, end: number): CompiledPick | undefined {
    let index = this.#slots[hashKey(bytes, start, end)]!;
    while (index !== NO_KEY && !this.#isKey(index, bytes, start, end)) index = this.#next[index]!;
    return index === NO_KEY ? undefined : this.#picks[index];
  }

  findByName(name: string): CompiledPick | undefined {
    const index = this.#indexByName.get(name);
    return index === undefined ? undefined : this.#picks[index];
  }

  #isKey(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    const offset = this.#starts[index]! - start;
    if (this.#starts[index + 1]! - offset !== end) return false;
    for (let at = start; at < end; at++) {
      if (bytes[at] !== this.#text[at + offset]) return false;
    }
    return true;
  }
}

/** Length, first, middle and last byte: enough to keep nearly all of dbt's keys apart. */
function hashKey(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  const middle = bytes[(start + end) >> 1]!;
  return ((end - start) * 37 + bytes[start]! * 7 + middle * 19 + bytes[end - 1]! * 3) & 511;
}
