import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { model, source } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import { modelDirectories } from "./model-directories.ts";

const raw = [source("pos.orders"), source("ledger.entries")];

describe("model-directories", () => {
  it("reports a staging model that is not below its source's folder", () => {
    const shop = project([...raw, model("stg_a", { folder: "staging/ledger", parents: ["pos.orders"] })]);
    expect(checkRule(modelDirectories, shop)).toMatchObject([
      {
        subject: { name: "stg_a" },
        message: "gets data from the source pos, and lies in models/staging/ledger/",
        fix: "Move it to models/staging/pos/stg_a.sql.",
        place: { at: "code" },
      },
    ]);
  });

  it("looks at sources at any distance, and at each of several", () => {
    const shop = project([
      ...raw,
      model("int_b", { folder: "intermediate", parents: ["pos.orders", "ledger.entries"] }),
      model("stg_c", { folder: "staging/pos", parents: ["int_b"] }),
    ]);
    expect(checkRule(modelDirectories, shop)).toMatchObject([
      {
        subject: { name: "stg_c" },
        message: "gets data from the source ledger, and lies in models/staging/pos/",
      },
    ]);
  });

  it("names all sources in order, and the configured staging folder", () => {
    const layers = [{ name: "staging", prefixes: ["stg_"], folder: "clean" }];
    const shop = project([...raw, model("stg_a", { parents: ["pos.orders", "ledger.entries"] })]);
    expect(checkRule(modelDirectories, shop, { layers })).toMatchObject([
      {
        message:
          "gets data from the source ledger, and lies in models/; and it gets data from the source pos, and lies in models/",
        fix: "Move it to models/clean/ledger/stg_a.sql or models/clean/pos/stg_a.sql.",
      },
    ]);
  });

  it("reports a model below the folder of another layer", () => {
    const shop = project([
      model("dim_d", { folder: "marts/intermediate" }),
      model("rpt_e", { folder: "marts" }),
      model("stg_f", { folder: "marts" }),
    ]);
    expect(checkRule(modelDirectories, shop)).toMatchObject([
      {
        subject: { name: "dim_d" },
        message: "is a model of the marts layer, and lies in the folder of the intermediate layer",
        fix: "Move it to models/…/marts/…/dim_d.sql.",
      },
      { subject: { name: "rpt_e" }, fix: "Move it to a folder that belongs to no layer." },
      { subject: { name: "stg_f" }, fix: "Move it to models/…/staging/…/stg_f.sql." },
    ]);
  });

  it("tells both reasons in one finding", () => {
    const shop = project([...raw, model("stg_g", { folder: "marts", parents: ["pos.orders"] })]);
    expect(checkRule(modelDirectories, shop)).toMatchObject([
      {
        message:
          "gets data from the source pos, and lies in models/marts/; and it is a model of the staging layer, and lies in the folder of the marts layer",
        fix: "Move it to models/staging/pos/stg_g.sql or models/…/staging/…/stg_g.sql.",
      },
    ]);
  });

  it("leaves models in their folders alone, and those whose folder names no layer", () => {
    const shop = project([
      ...raw,
      model("stg_h", { folder: "staging/pos/tills", parents: ["pos.orders"] }),
      model("fct_i", { folder: "marts/finance", parents: ["pos.orders"] }),
      model("int_j", { folder: "marts/intermediate" }),
      model("dim_k", { folder: "anything" }),
      model("rpt_l", { folder: "reports" }),
    ]);
    expect(foundNames(modelDirectories, shop)).toEqual([]);
  });
});
