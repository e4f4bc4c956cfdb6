import { describe, expect, it } from "vitest";

import { fileNameOf, folderOf, isWithin, rootFolderOf } from "./paths.ts";

describe("the parts of a path", () => {
  it.each([
    ["models/staging/orders.sql", "models/staging/", "orders.sql", "models"],
    ["orders.sql", "", "orders.sql", "orders.sql"],
    ["", "", "", ""],
  ])("of %j are its folders, file and first folder", (path, folder, file, root) => {
    expect(folderOf(path)).toBe(folder);
    expect(fileNameOf(path)).toBe(file);
    expect(rootFolderOf(path)).toBe(root);
  });
});

describe("isWithin", () => {
  it.each([
    ["/repo", true],
    ["/repo/dbt/shop", true],
    ["/repo/..shop", true],
    ["/", false],
    ["/repository", false],
    ["/other", false],
  ])("says of %s whether it is /repo or lies below it: %s", (path, answer) => {
    expect(isWithin(path, "/repo")).toBe(answer);
  });
});
