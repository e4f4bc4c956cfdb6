import type { YamlFile, YamlMap } from "./yaml-file.ts";

/** Finds a column of an entry: by its spelling, else whatever its case, because a warehouse folds names. */
export function findColumn(yaml: YamlFile, entry: YamlMap, column: string): YamlMap | undefined {
  const columns = yaml.maps(entry, "columns");
  const folded = column.toLowerCase();
  return (
    columns.find((each) => yaml.nameOf(each) === column) ??
    columns.find((each) => yaml.nameOf(each)?.toLowerCase() === folded)
  );
}
