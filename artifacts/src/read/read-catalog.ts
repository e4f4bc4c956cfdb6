import type { Catalog, CatalogColumn, CatalogTable } from "../types/results.ts";
import type { NodeId } from "../types/resource.ts";
import { members, number, object, optionalString, placeOf, string, strings } from "./fields.ts";
import type { Place, RawObject } from "./fields.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactInput, ArtifactKind } from "./read-artifact.ts";
import { idReader } from "./section-readers.ts";
import type { SectionReader } from "./section-readers.ts";

const KIND: ArtifactKind = {
  name: "catalog",
  file: "catalog.json",
  command: "dbt docs generate",
  versions: [1],
  content: "nodes",
};

/** Reads catalog.json from a file. @throws ArtifactError */
export function readCatalog(path: string): Catalog {
  return load(path);
}

/** Reads a catalog from memory; `name` is what messages call it. @throws ArtifactError */
export function parseCatalog(bytes: Uint8Array, name = "catalog.json"): Catalog {
  return load({ bytes, name });
}

function load(input: ArtifactInput): Catalog {
  const tables = new Map<NodeId, CatalogTable>();
  let errors: unknown[] = [];
  const tableReader = (section: string): SectionReader =>
    idReader(section, (id, raw, place) => tables.set(id, readTable(id, raw, place)));
  const { metadata } = readArtifact(input, KIND, {
    nodes: tableReader("nodes"),
    sources: tableReader("sources"),
    errors: { onEntry: (_, value) => errors.push(value), onStart: () => (errors = []) },
  });
  return { metadata, tables, errors: strings(errors, placeOf("catalog"), "errors") };
}

function readTable(uniqueId: NodeId, raw: RawObject, place: Place): CatalogTable {
  const metadata = object(raw.metadata, place, "metadata") ?? {};
  return {
    uniqueId,
    database: optionalString(metadata.database, place, "metadata.database"),
    schema: optionalString(metadata.schema, place, "metadata.schema") ?? "",
    name: string(metadata.name, place, "metadata.name"),
    type: optionalString(metadata.type, place, "metadata.type") ?? "",
    comment: optionalString(metadata.comment, place, "metadata.comment"),
    owner: optionalString(metadata.owner, place, "metadata.owner"),
    columns: members(raw.columns, place, "columns", readColumn).toSorted(
      (left, right) => left.index - right.index,
    ),
  };
}

function readColumn(key: string, raw: RawObject, place: Place): CatalogColumn {
  return {
    name: optionalString(raw.name, place, "name") ?? key,
    type: optionalString(raw.type, place, "type") ?? "",
    index: number(raw.index, place, "index") ?? 0,
    comment: optionalString(raw.comment, place, "comment"),
  };
}
