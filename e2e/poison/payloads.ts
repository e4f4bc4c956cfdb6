import type { Payload } from "./poison-rig.ts";

/** An event that keeps the contract; its note makes it as long as is wanted. */
export function cleanEvent(count: number, note = ""): Payload {
  const event = { id: `id-${count}`, at: "2024-05-01T00:00:00Z", count, note };
  return { value: Buffer.from(JSON.stringify(event)), expectation: "clean" };
}

export function cleanEvents(count: number): readonly Payload[] {
  return Array.from({ length: count }, (_, index) => cleanEvent(index));
}

/** Everything that a producer should not send, each by its name. */
export const poison: Readonly<Record<string, Payload>> = {
  "no JSON": { value: Buffer.from("not JSON"), expectation: "dead" },
  "JSON that is cut off": { value: Buffer.from('{"id":"a","at":'), expectation: "dead" },
  "an empty payload": { value: Buffer.alloc(0), expectation: "dead" },
  "bytes that are no UTF-8": { value: Buffer.from([0x22, 0xff, 0x22]), expectation: "dead" },
  "half of a surrogate pair": { value: Buffer.from('{"note":"\\ud800"}'), expectation: "dead" },
  "two documents in one": { value: Buffer.from("{}{}"), expectation: "dead" },
  "a tombstone": { value: null, expectation: "tombstone" },
  "the payload null": { value: Buffer.from("null"), expectation: "violating" },
  "a number": { value: Buffer.from("1"), expectation: "violating" },
  "a wrong type": {
    value: Buffer.from('{"id":"a","at":"2024-05-01T00:00:00Z","count":"1","note":null}'),
    expectation: "violating",
  },
  "a missing field": { value: Buffer.from('{"id":"a"}'), expectation: "violating" },
  "a name twice": {
    value: Buffer.from('{"id":"a","id":"b","at":"2024-05-01T00:00:00Z","count":1,"note":null}'),
    expectation: "violating",
  },
  "a hundred levels": {
    value: Buffer.from(`${"[".repeat(100)}${"]".repeat(100)}`),
    expectation: "violating",
  },
  "a number no double holds": {
    value: Buffer.from('{"id":"a","at":"2024-05-01T00:00:00Z","count":1e400,"note":null}'),
    expectation: "violating",
  },
  "line breaks between tokens": {
    value: Buffer.from('{\r\n"id":"a",\n"at":"2024-05-01T00:00:00Z","count":1,"note":" \\n "\n}\n'),
    expectation: "clean",
  },
};
