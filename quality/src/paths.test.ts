import { describe, expect, it } from "vitest";

import { fileNameOf, folderOf, rootFolderOf } from "./paths.ts";

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
