import { closeSync, openSync, writeSync } from "node:fs";

const chunkChars = 1 << 20;

/** JSON as dbt writes it: on one line, with a blank behind each comma and colon. */
export function dbtJson(value: unknown): string {
  // Line breaks in texts are escaped, so these are the ones between members.
  return JSON.stringify(value, null, 1)
    .replaceAll(/([{[])\n */g, "$1")
    .replaceAll(/\n *([}\]])/g, "$1")
    .replaceAll(/,\n */g, ", ");
}

/** Writes one JSON object member by member, so that a file may be larger than the longest string. */
export class JsonWriter implements Disposable {
  readonly #file: number;
  #chunk = "{";
  /** Whether the innermost open object has a member. */
  #hasMember = false;

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  /** A member whose value is JSON text. */
  member(key: string, json: string): void {
    this.#begin(key);
    this.#chunk += json;
    this.#hasMember = true;
    if (this.#chunk.length > chunkChars) this.#flush();
  }

  /** A member that is an object, whose members `write` writes. */
  object(key: string, write: () => void): void {
    this.#begin(key);
    this.#chunk += "{";
    this.#hasMember = false;
    write();
    this.#chunk += "}";
    this.#hasMember = true;
  }

  [Symbol.dispose](): void {
    this.#chunk += "}\n";
    this.#flush();
    closeSync(this.#file);
  }

  #begin(key: string): void {
    this.#chunk += `${this.#hasMember ? ", " : ""}${JSON.stringify(key)}: `;
  }

  #flush(): void {
    writeSync(this.#file, this.#chunk);
    this.#chunk = "";
  }
}
