import { describe, expect, it } from "vitest";

import { defaultLayers, layerByFolder, layerOf, prefixOf } from "./layers.ts";

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

  it("read a prefix up to the first underscore", () => {
    expect(prefixOf("stg_shop__orders")).toBe("stg_");
    expect(prefixOf("orders")).toBe("orders_");
    expect(prefixOf("_orders_old")).toBe("_");
  });
});
