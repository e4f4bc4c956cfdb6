import { describe, expect, it } from "vitest";

import { defaultLayers, hasPrefix, layerByFolder, layerOf, type LayerSettings } from "./layers.ts";

describe("layers", () => {
  it("take the innermost folder that a layer names", () => {
    expect(layerByFolder("models/marts/staging/orders.sql", defaultLayers)).toBe("staging");
    expect(layerByFolder("models/staging/marts/orders.sql", defaultLayers)).toBe("marts");
    expect(layerByFolder("models/orders.sql", defaultLayers)).toBeUndefined();
  });

  it("take the first folder of a path too", () => {
    expect(layerByFolder("staging/orders.sql", defaultLayers)).toBe("staging");
  });

  it.each([
    ["base_orders", "models/x.sql", "base"],
    ["stg_orders", "models/x.sql", "staging"],
    ["int_orders", "models/x.sql", "intermediate"],
    ["fct_orders", "models/x.sql", "marts"],
    ["dim_orders", "models/staging/x.sql", "marts"],
    ["rpt_orders", "models/marts/x.sql", "other"],
    ["orders", "models/base/x.sql", "base"],
    ["orders", "models/staging/x.sql", "staging"],
    ["orders", "models/intermediate/x.sql", "intermediate"],
    ["orders", "models/marts/x.sql", "marts"],
    ["orders", "models/x.sql", "other"],
  ])("take %s in %s for %s by default", (name, originalFilePath, layer) => {
    expect(layerOf({ name, originalFilePath }, defaultLayers)).toBe(layer);
  });

  it("do not take a file's name or a part of a folder's name for a folder", () => {
    expect(layerByFolder("models/staging", defaultLayers)).toBeUndefined();
    expect(layerByFolder("models/staging_old/orders.sql", defaultLayers)).toBeUndefined();
  });

  it("without a folder have no folder named undefined", () => {
    expect(layerByFolder("models/undefined/orders.sql", defaultLayers)).toBeUndefined();
  });

  it("take a folder within another one for a folder", () => {
    const layers: readonly LayerSettings[] = [
      { name: "core", prefixes: [], folder: "core/marts" },
      { name: "marts", prefixes: [], folder: "marts" },
    ];
    expect(layerByFolder("models/core/marts/shop/orders.sql", [layers[0]!])).toBe("core");
    expect(layerByFolder("core/marts/orders.sql", [layers[0]!])).toBe("core");
    expect(layerByFolder("models/core/orders.sql", layers)).toBeUndefined();
    expect(layerByFolder("models/marts/core/marts/orders.sql", layers)).toBe("marts");
    expect(layerByFolder("models/marts/shop/marts/orders.sql", defaultLayers)).toBe("marts");
  });

  it("take the first that has a prefix of the name, whatever the prefix ends with", () => {
    const layers: readonly LayerSettings[] = [
      { name: "shop", prefixes: ["x_", "stg_shop_"], folder: undefined },
      { name: "staging", prefixes: ["stg"], folder: undefined },
      { name: "late", prefixes: ["stg_"], folder: undefined },
    ];
    const layer = (name: string) => layerOf({ name, originalFilePath: "models/x.sql" }, layers);
    expect(["stg_shop_orders", "stg_orders", "stgorders", "orders"].map(layer)).toEqual([
      "shop",
      "staging",
      "staging",
      "other",
    ]);
  });

  it("know a prefix that is the whole name", () => {
    expect(hasPrefix("stg_shop__orders", "stg_")).toBe(true);
    expect(hasPrefix("stg", "stg_")).toBe(true);
    expect(hasPrefix("stgorders", "stg_")).toBe(false);
    expect(hasPrefix("old_stg_orders", "stg_")).toBe(false);
  });
});
