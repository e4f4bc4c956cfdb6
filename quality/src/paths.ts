import { isAbsolute, relative, sep } from "node:path";

/** The folders of a path with a slash at the end: "models/staging/" for "models/staging/orders.sql", "" without any. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The last part of a path: "orders.sql". */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The first folder of a path: "models". */
export function rootFolderOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** Whether a path is a folder, or lies below it. Both are absolute, in the system's own form. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}
