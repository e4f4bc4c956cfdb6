import { ArtifactError } from "../errors.ts";
import { fileSource, memorySource } from "../json/byte-source.ts";
import type { ByteSource } from "../json/byte-source.ts";
import { isIdLists } from "../json/id-lists.ts";
import { CONTINUED, NotJsonError, readPieces } from "../json/read-pieces.ts";
import type { Piece } from "../json/read-pieces.ts";
import type { ArtifactMetadata } from "../types/results.ts";
import { isObject, object, optionalString, placeOf } from "./fields.ts";
import type { RawObject } from "./fields.ts";
import type { PieceRecord, Products } from "./piece-record.ts";
import { entriesReader } from "./section-readers.ts";
import type { SectionReader } from "./section-readers.ts";

/** An artifact: a path, or its bytes with the name that messages give it. */
export type ArtifactInput = string | { readonly bytes: Uint8Array; readonly name: string };

/** What tells one kind of artifact from the others. */
export interface ArtifactKind {
  /** As in `https://schemas.getdbt.com/dbt/<name>/v12.json`. */
  readonly name: "manifest" | "run-results" | "catalog" | "sources";
  /** The file, as dbt names it. */
  readonly file: string;
  /** The dbt command that writes it. */
  readonly command: string;
  readonly versions: readonly number[];
  /** The section without which there is nothing to judge. */
  readonly content: string;
}

export interface ArtifactBody {
  readonly metadata: ArtifactMetadata;
  readonly rawMetadata: RawObject;
}

/**
 * Reads an artifact's sections and its metadata. What cannot be read or judged throws an ArtifactError.
 *
 * The version is judged last, because the metadata need not come first in the file.
 */
export function readArtifact(
  input: ArtifactInput,
  kind: ArtifactKind,
  readers: Readonly<Record<string, SectionReader>>,
  sharing: PieceSharing = {},
): ArtifactBody {
  const name = typeof input === "string" ? input : input.name;
  const metadata = new Map<string, unknown>();
  const sections = new Set<string>();
  const allReaders = { ...readers, metadata: entriesReader(metadata) };
  try {
    const source = open(input);
    try {
      readSections(source, allReaders, sections, sharing);
    } finally {
      source.close();
    }
    const rawMetadata = metadataOf(metadata, kind);
    const body = { metadata: readMetadata(rawMetadata, kind), rawMetadata };
    if (!sections.has(kind.content)) throw withoutContent(kind);
    return body;
  } catch (error) {
    throw locate(error, name, kind);
  }
}

/** How two artifacts of a project share what is equal: `known` holds the other one's pieces, `record` takes this one's. */
export interface PieceSharing {
  readonly known?: PieceRecord | undefined;
  readonly record?: PieceRecord | undefined;
}

function readSections(
  source: ByteSource,
  readers: Readonly<Record<string, SectionReader>>,
  sections: Set<string>,
  { known, record }: PieceSharing,
): void {
  let section = "";
  // Sections are looked up by a key from outside, which may be "constructor".
  const readerOf = (key: string) => (Object.hasOwn(readers, key) ? readers[key] : undefined);
  let shared: Products | undefined;
  const isKnown = (text: string): boolean => {
    shared = undefined;
    if (readerOf(section) === undefined && isIdLists(text)) return true;
    shared = known?.find(section, text);
    return shared !== undefined;
  };
  const isAligned = known !== undefined || record !== undefined;
  const onPiece = (piece: Piece): void => {
    const { members } = piece;
    if (members === undefined) {
      const reader = readerOf(section);
      for (const [key, product] of shared ?? []) reader?.onShared?.(key, product);
      return;
    }
    if (!isObject(members)) throw new NotJsonError(0, "expected an object");
    const products = new Map<string, unknown>();
    for (const key of Object.keys(members)) {
      const isNew = key !== CONTINUED;
      if (isNew) section = key;
      if (members[key] !== null) sections.add(section);
      const reader = readerOf(section);
      if (reader === undefined) continue;
      if (isNew) reader.onStart?.();
      readValue(members[key], (name, value) => {
        const product = reader.onEntry(name, value);
        if (record) products.set(name, product);
      });
    }
    if (record && isShareable(piece, readerOf(section), products)) record.add(section, piece, products);
  };
  readPieces(source, onPiece, { isAligned, isKnown });
}

function readValue(value: unknown, onEntry: (key: string, value: unknown) => void): void {
  if (Array.isArray(value)) for (const element of value) onEntry("", element);
  else if (isObject(value)) for (const id of Object.keys(value)) onEntry(id, value[id]);
  // dbt 2 writes null for sections that it has nothing for.
  else if (value !== null) onEntry("", value);
}

/** Whether a piece can be shared: it lies in one section, and all its entries were read as something that can be shared. */
function isShareable({ members }: Piece, reader: SectionReader | undefined, products: Products): boolean {
  if (Object.keys(members ?? {}).join() !== CONTINUED) return false;
  if (reader === undefined) return true;
  return reader.onShared !== undefined && !products.values().some((product) => product === undefined);
}

function open(input: ArtifactInput): ByteSource {
  return typeof input === "string" ? fileSource(input) : memorySource(input.bytes);
}

const METADATA = placeOf("metadata");

/** dbt 2 keeps what all artifacts have in common one level lower in some of its releases. */
function metadataOf(entries: ReadonlyMap<string, unknown>, kind: ArtifactKind): RawObject {
  if (entries.size === 0) throw notThisKind(kind, "it has no metadata");
  return { ...Object.fromEntries(entries), ...object(entries.get("__base__"), METADATA, "__base__") };
}

function readMetadata(raw: RawObject, kind: ArtifactKind): ArtifactMetadata {
  const schema = optionalString(raw.dbt_schema_version, METADATA, "dbt_schema_version") ?? "";
  const [, name, version] = /\/dbt\/([a-z-]+)\/v(\d+)\b/.exec(schema) ?? [];
  if (name === undefined) throw notThisKind(kind, "its metadata.dbt_schema_version names no dbt schema");
  if (name !== kind.name) throw notThisKind(kind, `its schema is ${schema}`);
  const schemaVersion = Number(version);
  if (!kind.versions.includes(schemaVersion)) {
    throw new ArtifactError(
      "ARTIFACT_UNSUPPORTED_VERSION",
      `found version ${schemaVersion} of the schema "${name}", expected one of ${kind.versions.join(", ")}`,
      {
        jsonPath: "metadata.dbt_schema_version",
        hint: "Use dbt 1.3 or later. If your dbt is newer than this tool, update the tool.",
      },
    );
  }
  return {
    schemaVersion,
    dbtVersion: optionalString(raw.dbt_version, METADATA, "dbt_version") ?? "",
    generatedAt: optionalString(raw.generated_at, METADATA, "generated_at"),
    invocationId: optionalString(raw.invocation_id, METADATA, "invocation_id"),
  };
}

function notThisKind(kind: ArtifactKind, reason: string): ArtifactError {
  return new ArtifactError("ARTIFACT_WRONG_KIND", `not a dbt ${kind.file}: ${reason}`, {
    jsonPath: "metadata.dbt_schema_version",
    hint: `Give the file ${kind.file} that "${kind.command}" writes into the target folder.`,
  });
}

function withoutContent({ content, command }: ArtifactKind): ArtifactError {
  return new ArtifactError("ARTIFACT_WRONG_SHAPE", `expected the section ${content}, found none`, {
    jsonPath: content,
    hint: `The file is damaged. Write it again with "${command}".`,
  });
}

/** Makes of every known failure an ArtifactError with the file's name, a code and a hint. */
function locate(error: unknown, file: string, kind: ArtifactKind): unknown {
  if (error instanceof ArtifactError) {
    const { code, message, hint, jsonPath } = error;
    return new ArtifactError(code, `${file}: ${message}`, { hint, jsonPath, file, cause: error });
  }
  if (error instanceof NotJsonError) {
    return new ArtifactError(
      "ARTIFACT_NOT_JSON",
      `${file}: not JSON behind byte ${error.position}: ${error.message}`,
      {
        file,
        hint: `The file is damaged or was not written to its end. Write it again with "${kind.command}".`,
        cause: error,
      },
    );
  }
  if (!isSystemError(error)) return error;
  if (error.code === "ENOENT") {
    return new ArtifactError("ARTIFACT_NOT_FOUND", `${file}: there is no such file`, {
      file,
      hint: `Run "${kind.command}" first, or say where the artifacts lie with --target-path.`,
      cause: error,
    });
  }
  return new ArtifactError("ARTIFACT_NOT_READABLE", `${file}: cannot be read (${error.code})`, {
    file,
    hint: "Give the path of a file that this user may read.",
    cause: error,
  });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
