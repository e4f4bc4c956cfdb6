import { compilePick } from "../scan/pick.ts";
import type { PickedEntry, SectionPlan } from "../scan/skim.ts";
import type { Catalog, CatalogTable } from "../types/results.ts";
import type { NodeId } from "../types/resource.ts";
import { Fields, memberPlace, wrongShape } from "./fields.ts";
import { EVERYTHING } from "./picks.ts";
import { readArtifact } from "./read-artifact.ts";
import type { ArtifactInput, ArtifactKind } from "./read-artifact.ts";

const KIND: ArtifactKind = {
  name: "catalog",
  file: "catalog.json",
  command: "dbt docs generate",
  versions: [1],
};

/** Statistics are left out. */
const TABLE = compilePick({ members: { metadata: "keep", columns: "keep" } });

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
  let errors: unknown;
  const plan = (section: string): SectionPlan => ({
    pickFor: () => TABLE,
    onEntry: (entry) => {
      const table = readTable(section, entry);
      if (table !== undefined) tables.set(entry.key, table);
    },
  });
  const { metadata } = readArtifact(input, KIND, {
    nodes: plan("nodes"),
    sources: plan("sources"),
    errors: {
      isWhole: true,
      pickFor: () => EVERYTHING,
      onEntry: ({ json }) => (errors = JSON.parse(json.toString())),
    },
  });
  return { metadata, tables, errors: new Fields({ errors }, "").strings("errors") };
}

function readTable(section: string, { key, json }: PickedEntry): CatalogTable | undefined {
  const value: unknown = JSON.parse(json.toString());
  if (key === "") {
    if (value === null) return undefined;
    throw wrongShape(section, "an object with an entry for each id", value);
  }
  const place = memberPlace(section, key);
  const fields = new Fields(value, place);
  const metadata = fields.child("metadata") ?? new Fields({}, `${place}.metadata`);
  return {
    uniqueId: key,
    database: metadata.optionalString("database"),
    schema: metadata.optionalString("schema") ?? "",
    name: metadata.string("name"),
    type: metadata.optionalString("type") ?? "",
    comment: metadata.optionalString("comment"),
    owner: metadata.optionalString("owner"),
    columns: fields
      .entries("columns")
      .map(([name, column]) => ({
        name: column.optionalString("name") ?? name,
        type: column.optionalString("type") ?? "",
        index: column.number("index") ?? 0,
        comment: column.optionalString("comment"),
      }))
      .toSorted((left, right) => left.index - right.index),
  };
}
