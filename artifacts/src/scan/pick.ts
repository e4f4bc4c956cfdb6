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

interface KeyEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly pick: CompiledPick;
}

const SLOTS = 256;

/** Finds a member's pick by the bytes of its key, without making a string of them. */
export class KeyTable {
  readonly #slots: KeyEntry[][] = Array.from({ length: SLOTS }, () => []);
  readonly #byName = new Map<string, CompiledPick>();

  constructor(members: Readonly<Record<string, Pick>>) {
    for (const [name, pick] of Object.entries(members)) {
      const bytes = Buffer.from(name);
      const compiled = compilePick(pick);
      this.#byName.set(name, compiled);
      this.#slots[hashKey(bytes, 0, bytes.length)]?.push({ name, bytes, pick: compiled });
    }
  }

  /** The pick of the key between `start` and `end` (quotes excluded), which holds no escapes. */
  find(bytes: Uint8Array, start: number, end: number): CompiledPick | undefined {
    const slot = this.#slots[hashKey(bytes, start, end)]!;
    for (const entry of slot) {
      if (hasBytes(bytes, start, end, entry.bytes)) return entry.pick;
    }
    return undefined;
  }

  findByName(name: string): CompiledPick | undefined {
    return this.#byName.get(name);
  }
}

/** Length, first, middle and last byte tell dbt's keys apart well enough; collisions are compared byte by byte. */
function hashKey(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  const middle = bytes[(start + end) >> 1]!;
  return ((end - start) * 37 + bytes[start]! * 7 + middle * 19 + bytes[end - 1]! * 3) & (SLOTS - 1);
}

function hasBytes(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.length) return false;
  for (let index = 0; index < expected.length; index++) {
    if (bytes[start + index] !== expected[index]) return false;
  }
  return true;
}
