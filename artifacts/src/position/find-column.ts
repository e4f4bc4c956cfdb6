import type { YamlFile, YamlMap } from "./yaml-file.ts";

/**
 * Finds a column of an entry: by its spelling, else whatever its case, because a warehouse folds names, and whatever its
 * quotes, because dbt puts them around the column of a test where YAML says `quote: true`.
 */
export function findColumn(yaml: YamlFile, entry: YamlMap, column: string): YamlMap | undefined {
  const columns = yaml.maps(entry, "columns");
  const folded = foldedName(column);
  return (
    columns.find((each) => yaml.nameOf(each) === column) ??
    columns.find((each) => foldedName(yaml.nameOf(each) ?? "") === folded)
  );
}

function foldedName(column: string): string {
  return column.replaceAll(/^["`[]|["`\]]$/g, "").toLowerCase();
}
