import { isUtf8 } from "node:buffer";

import type { Violation } from "@headwater/contracts";

import { IngestError } from "../errors.ts";
import type { RecordHeader, SourceRecord } from "../source/source-record.ts";
import { LineChunks } from "./line-chunks.ts";

/** A header's text; null when it has no value; a list when the name occurs several times. */
export type HeaderText = string | null | readonly (string | null)[];

/** Length and hash of a payload that could not be stored byte for byte. */
interface OriginalPayload {
  readonly sizeBytes: number;
  /** In hex. */
  readonly sha256: string;
}

/**
 * One line of a segment. Topic, epoch and partition are in the object's name. A tombstone has the value null and
 * no errors; the payload `null` breaks every contract, so it has errors.
 */
export interface Envelope {
  readonly offset: number;
  /** Milliseconds since 1970, UTC. */
  readonly timestamp: number;
  /** Left out when the key is not UTF-8; then `keyBase64` holds it. */
  readonly key?: string | null;
  readonly keyBase64?: string;
  /** Without the headers that have a value which is not UTF-8; `headersBase64` holds those. */
  readonly headers: Readonly<Record<string, HeaderText>>;
  readonly headersBase64?: Readonly<Record<string, HeaderText>>;
  readonly value: unknown;
  /** There when line breaks between the payload's tokens were replaced by spaces. */
  readonly original?: OriginalPayload;
  /** There when the event breaks its contract. */
  readonly errors?: readonly Violation[];
}

/** What landing found out about a payload that becomes a line. */
export interface PreparedPayload {
  /** JSON without line breaks; null for a tombstone. */
  readonly value: Uint8Array | null;
  readonly original?: OriginalPayload;
  readonly errors: readonly Violation[];
}

/** The line of a record, without its line break. The payload's bytes stand in it as they are. */
export function encodeEnvelope(record: SourceRecord, payload: PreparedPayload): Uint8Array {
  const lines = new LineChunks();
  writeEnvelope(lines, record, payload);
  const line = Buffer.concat(lines.parts());
  lines.release();
  return line.subarray(0, -1);
}

const start = Buffer.from('{"offset":');
const timestampStart = Buffer.from(',"timestamp":');
const keyStart = Buffer.from(',"key":"');
const keyEnd = Buffer.from('"');
const noHeaders = Buffer.from(',"headers":{}');
const valueStart = Buffer.from(',"value":');
const nullValue = Buffer.from("null");
const end = Buffer.from("}\n");

/** Writes the line of a record, with its line break. The payload's bytes stand in it as they are. */
export function writeEnvelope(lines: LineChunks, record: SourceRecord, payload: PreparedPayload): void {
  // In bytes as far as possible: to make texts first takes five times as long.
  lines.bytes(start);
  lines.integer(record.offset);
  lines.bytes(timestampStart);
  lines.integer(record.timestampMs);
  writeKey(lines, record.key);
  if (record.headers.length === 0) lines.bytes(noHeaders);
  else lines.text(`,${headerMembers(record.headers)}`);
  lines.bytes(valueStart);
  lines.bytes(payload.value ?? nullValue);
  if (payload.original) lines.text(`,"original":${JSON.stringify(payload.original)}`);
  if (payload.errors.length > 0) lines.text(`,"errors":${JSON.stringify(payload.errors)}`);
  lines.bytes(end);
}

function writeKey(lines: LineChunks, key: Uint8Array | null): void {
  if (key === null || !isPlain(key)) {
    lines.text(`,${keyMember(key)}`);
    return;
  }
  lines.bytes(keyStart);
  lines.bytes(key);
  lines.bytes(keyEnd);
}

/** Whether the bytes are ASCII of which JSON escapes nothing. */
function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c) return false;
  return true;
}

/** Reads a segment's line. Throws INGEST_SEGMENT_LINE_INVALID, naming the object. */
export function parseEnvelope(line: string, objectName: string): Envelope {
  try {
    const value: unknown = JSON.parse(line);
    // Whatever has an offset was written by `encodeEnvelope`.
    if (value !== null && typeof value === "object" && "offset" in value) return value as Envelope;
  } catch (error) {
    throw invalidLine(objectName, error);
  }
  throw invalidLine(objectName);
}

function invalidLine(objectName: string, cause?: unknown): IngestError {
  return new IngestError(
    "INGEST_SEGMENT_LINE_INVALID",
    `A line of segment ${objectName} is not a landed record.`,
    "Restore the object from a copy; it was changed after it was written.",
    cause,
  );
}

function keyMember(key: Uint8Array | null): string {
  if (key === null) return '"key":null';
  return isUtf8(key) ? `"key":${JSON.stringify(text(key))}` : `"keyBase64":"${base64(key)}"`;
}

function headerMembers(headers: readonly RecordHeader[]): string {
  if (headers.length === 0) return '"headers":{}';
  const byName = Map.groupBy(headers, ({ name }) => name);
  const plain: string[] = [];
  const binary: string[] = [];
  for (const [name, values] of byName) {
    const isText = values.every(({ value }) => value === null || isUtf8(value));
    const encode = isText ? text : base64;
    const texts = values.map(({ value }) => (value === null ? null : encode(value)));
    (isText ? plain : binary).push(
      `${JSON.stringify(name)}:${JSON.stringify(texts.length === 1 ? texts[0] : texts)}`,
    );
  }
  const encoded = `"headers":{${plain.join(",")}}`;
  return binary.length === 0 ? encoded : `${encoded},"headersBase64":{${binary.join(",")}}`;
}

function text(bytes: Uint8Array): string {
  return view(bytes).toString("utf8");
}

function base64(bytes: Uint8Array): string {
  return view(bytes).toString("base64");
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
