import type { ByteSource } from "./byte-source.ts";
import { ByteWindow } from "./byte-window.ts";
import { copyPicked, decodeString } from "./copy-picked.ts";
import { FAILED, fail, failedAt, skipColon, skipSpace, skipString, skipValue } from "./json-scan.ts";
import type { CompiledPick } from "./pick.ts";
import { PickedParts } from "./picked-parts.ts";

/** An entry of an artifact. Its parts are used again for the next one, unless an EntryText keeps them. */
export interface PickedEntry {
  /** The member's key, or "" for a list's element. */
  readonly key: string;
  readonly parts: PickedParts;
}

/** A section is a member of the artifact's top level. One that is an object or a list is read entry by entry. */
export interface SectionPlan {
  /** By key, as entries of different kinds share a section (`test.…` and `model.…` in nodes). */
  readonly pickFor: (key: string) => CompiledPick;
  readonly onEntry: (entry: PickedEntry) => void;
  /** The section's value is one entry, whatever it is. */
  readonly isWhole?: true;
  /** The section starts (again: JSON allows a key twice, and the last one holds). */
  readonly onStart?: () => void;
}

export interface SkimPlan {
  readonly sections: Readonly<Record<string, SectionPlan>>;
  /** Called with the key of every section, planned or not. */
  readonly onSection: (key: string) => void;
  /** How many texts picks may number. */
  readonly textCount: number;
}

/** Where in the artifact the walk is, for messages. */
export interface SkimPlace {
  section: string;
  key: string;
}

/**
 * Reads an artifact once, from front to end, and hands the entries of the planned sections to their handlers.
 * All bytes are checked to be UTF-8 and JSON, those of skipped parts too; memory holds one window, not the file.
 *
 * @throws NotJsonError
 */
export function skim(source: ByteSource, plan: SkimPlan, place: SkimPlace): void {
  new Skimmer(source, plan, place).run();
}

/** The text stopped being JSON (or UTF-8) at this position of the source. */
export class NotJsonError extends Error {
  override readonly name = "NotJsonError";
  readonly position: number;

  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const COMMA = 0x2c;

class Skimmer {
  readonly #window: ByteWindow;
  readonly #plan: SkimPlan;
  readonly #place: SkimPlace;
  readonly #parts: PickedParts;
  /** Whether the last step of a container closed it. */
  #isClosed = false;

  constructor(source: ByteSource, plan: SkimPlan, place: SkimPlace) {
    this.#window = new ByteWindow(source);
    this.#plan = plan;
    this.#place = place;
    this.#parts = new PickedParts(plan.textCount);
  }

  run(): void {
    this.#window.slide();
    this.#step(skipByteOrderMark);
    this.#container(OPEN_BRACE, () => this.#section());
    this.#step((bytes, at) => {
      const end = skipSpace(bytes, at);
      return end < this.#window.end ? fail(end) : end;
    });
  }

  #section(): void {
    const key = this.#key();
    this.#place.section = key;
    this.#place.key = "";
    this.#plan.onSection(key);
    // A plan is looked up by a key from outside, which may be "constructor".
    const plan = Object.hasOwn(this.#plan.sections, key) ? this.#plan.sections[key] : undefined;
    plan?.onStart?.();
    const open = this.#window.bytes[this.#window.start];
    if (plan?.isWhole === true || (open !== OPEN_BRACE && open !== OPEN_BRACKET)) {
      this.#entry("", plan);
    } else if (open === OPEN_BRACE) {
      this.#container(open, () => this.#entry(this.#key(), plan));
    } else {
      this.#container(open, () => this.#entry("", plan));
    }
  }

  #entry(key: string, plan: SectionPlan | undefined): void {
    this.#place.key = key;
    if (plan === undefined) {
      this.#step(skipValue);
      return;
    }
    const pick = plan.pickFor(key);
    const parts = this.#parts;
    this.#step((bytes, at) => {
      parts.forget();
      return copyPicked(bytes, at, pick, parts);
    });
    plan.onEntry({ key, parts });
  }

  /** An object or list whose members are read one by one; the window starts before its first byte. */
  #container(open: number, onMember: () => void): void {
    const close = open + 2;
    this.#step((bytes, at) => {
      const start = skipSpace(bytes, at);
      if (bytes[start] !== open) return fail(start);
      const next = skipSpace(bytes, start + 1);
      this.#isClosed = bytes[next] === close;
      return this.#isClosed ? next + 1 : next;
    });
    while (!this.#isClosed) {
      onMember();
      this.#step((bytes, at) => {
        const end = skipSpace(bytes, at);
        this.#isClosed = bytes[end] === close;
        if (this.#isClosed) return end + 1;
        if (bytes[end] !== COMMA) return fail(end);
        const next = skipSpace(bytes, end + 1);
        // A comma must not be the last thing: [1,] is not JSON.
        return bytes[next] === close ? fail(next) : next;
      });
    }
  }

  /** A member's key; the window then starts at the value. */
  #key(): string {
    let key = "";
    this.#step((bytes, at) => {
      const end = skipString(bytes, at);
      if (end < 0) return FAILED;
      key = decodeString(bytes, at, end);
      return skipColon(bytes, end);
    });
    return key;
  }

  /**
   * Walks on from the window's start. A walk that reaches the end of the bytes at hand starts again with more of them,
   * even if it succeeded: a number could go on.
   */
  #step(walk: (bytes: Buffer, at: number) => number): void {
    const window = this.#window;
    for (;;) {
      const at = walk(window.bytes, window.start);
      const reached = at === FAILED ? failedAt() : at;
      if (reached >= window.end && window.slide()) continue;
      if (at === FAILED) throw notJson(window, reached);
      window.start = at;
      return;
    }
  }
}

function notJson(window: ByteWindow, at: number): NotJsonError {
  const found = at >= window.end ? "the end of the file" : describeByte(window.bytes, at);
  return new NotJsonError(window.base + at, `found ${found} where it does not belong`);
}

function describeByte(bytes: Buffer, at: number): string {
  if ((bytes[at] ?? 0) < 0x20) return `a control character (${bytes[at]})`;
  const [character] = bytes.toString("utf8", at, at + 4);
  return character ?? "";
}

/** Some editors and shells put one in front of UTF-8; it is not JSON, but harmless. */
function skipByteOrderMark(bytes: Buffer, at: number): number {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}
