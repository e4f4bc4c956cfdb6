import { ArtifactError } from "../errors.ts";
import { fileSource, memorySource } from "../scan/byte-source.ts";
import type { ByteSource } from "../scan/byte-source.ts";
import { NotUtf8Error } from "../scan/byte-window.ts";
import { NotJsonError, skim } from "../scan/skim.ts";
import type { SectionPlan } from "../scan/skim.ts";
import type { ArtifactMetadata } from "../types/results.ts";
import { isObject, object, optionalString, placeOf } from "./fields.ts";
import type { RawObject } from "./fields.ts";
import { wholeSection } from "./entries.ts";
import { TEXT_COUNT } from "./picks.ts";

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
}

export interface ArtifactBody {
  readonly metadata: ArtifactMetadata;
  readonly rawMetadata: RawObject;
  /** The sections that the file has. */
  readonly sections: ReadonlySet<string>;
}

/**
 * Reads an artifact's sections and its metadata. What cannot be read or judged throws an ArtifactError.
 *
 * The version is judged last, because the metadata need not come first in the file.
 */
export function readArtifact(
  input: ArtifactInput,
  kind: ArtifactKind,
  sections: Readonly<Record<string, SectionPlan>>,
): ArtifactBody {
  const name = typeof input === "string" ? input : input.name;
  const place = { section: "", key: "" };
  const found = new Set<string>();
  let metadata: unknown;
  const plans: Record<string, SectionPlan> = {
    ...sections,
    metadata: wholeSection((value) => (metadata = value)),
  };
  const source = open(input, kind);
  try {
    skim(
      source,
      { sections: plans, textCount: TEXT_COUNT, onSection: (section) => found.add(section) },
      place,
    );
  } catch (error) {
    throw locate(error, name, kind, place);
  } finally {
    source.close();
  }
  try {
    const rawMetadata = metadataOf(metadata, kind);
    return { metadata: readMetadata(rawMetadata, kind), rawMetadata, sections: found };
  } catch (error) {
    throw locate(error, name, kind, place);
  }
}

function open(input: ArtifactInput, kind: ArtifactKind): ByteSource {
  if (typeof input !== "string") return memorySource(input.bytes);
  try {
    return fileSource(input);
  } catch (error) {
    throw fileError(error, input, kind);
  }
}

const METADATA = placeOf("metadata");

/** dbt 2 keeps what all artifacts have in common one level lower in some of its releases. */
function metadataOf(value: unknown, kind: ArtifactKind): RawObject {
  if (!isObject(value)) throw notThisKind(kind, "it has no metadata");
  return { ...value, ...object(value["__base__"], METADATA, "__base__") };
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

/** Gives an error the file's name and, for broken JSON, the place. */
function locate(
  error: unknown,
  name: string,
  kind: ArtifactKind,
  place: { section: string; key: string },
): unknown {
  if (error instanceof ArtifactError) {
    const { code, message, hint, jsonPath } = error;
    return new ArtifactError(code, `${name}: ${message}`, { hint, jsonPath, file: name, cause: error });
  }
  if (error instanceof NotJsonError || error instanceof NotUtf8Error) {
    const jsonPath = [place.section, place.key].filter((part) => part !== "").join(".");
    const inside = jsonPath === "" ? "" : ` in ${jsonPath}`;
    return new ArtifactError(
      "ARTIFACT_NOT_JSON",
      `${name}: not JSON at byte ${error.position}${inside}: ${error.message}`,
      {
        file: name,
        jsonPath,
        hint: `The file is damaged or was not written to its end. Write it again with "${kind.command}".`,
        cause: error,
      },
    );
  }
  return isSystemError(error) ? fileError(error, name, kind) : error;
}

function fileError(error: unknown, path: string, kind: ArtifactKind): unknown {
  if (!isSystemError(error)) return error;
  if (error.code === "ENOENT") {
    return new ArtifactError("ARTIFACT_NOT_FOUND", `${path}: there is no such file`, {
      file: path,
      hint: `Run "${kind.command}" first, or say where the artifacts lie with --target-path.`,
      cause: error,
    });
  }
  return new ArtifactError("ARTIFACT_NOT_READABLE", `${path}: cannot be read (${error.code})`, {
    file: path,
    hint: "Give the path of a file that this user may read.",
    cause: error,
  });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
