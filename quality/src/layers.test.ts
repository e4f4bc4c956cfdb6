import { describe, expect, it } from "vitest";

import { defaultLayers, layerByFolder, prefixOf } from "./layers.ts";

describe("layers", () => {
  it("take the innermost folder that a layer names", () => {
    expect(layerByFolder("models/marts/staging/orders.sql", defaultLayers)).toBe("staging");
    expect(layerByFolder("models/staging/marts/orders.sql", defaultLayers)).toBe("marts");
    expect(layerByFolder("models/orders.sql", defaultLayers)).toBeUndefined();
  });

  it("do not take a file's name or a part of a folder's name for a folder", () => {
    expect(layerByFolder("models/staging", defaultLayers)).toBeUndefined();
    expect(layerByFolder("models/staging_old/orders.sql", defaultLayers)).toBeUndefined();
  });

  it("read a prefix up to the first underscore", () => {
    expect(prefixOf("stg_shop__orders")).toBe("stg_");
    expect(prefixOf("orders")).toBe("orders_");
  });
});
