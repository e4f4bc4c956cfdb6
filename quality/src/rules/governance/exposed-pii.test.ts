import { describe, expect, it } from "vitest";

import { checkRule, foundNames } from "../../testing/check-rule.ts";
import { exposure, model, seed, snapshot, source, test } from "../../testing/nodes.ts";
import { project } from "../../testing/project.ts";
import type { ColumnSpec } from "../../testing/specs.ts";
import { exposedPii } from "./exposed-pii.ts";

const customers = (columns: Readonly<Record<string, ColumnSpec>>, access: "public" | "private" = "public") =>
  model("customers", { access, columns });
const found = (columns: Readonly<Record<string, ColumnSpec>>, options = {}) =>
  foundNames(exposedPii, project([customers(columns)]), { options });
const pii = { tags: ["pii"] };

describe("exposed-pii", () => {
  it("reports a marked column of a public model, and of one that an exposure reads", () => {
    const board = exposure("board", { parents: ["customers"] });
    expect(checkRule(exposedPii, project([customers({ id: {}, email: pii }), board]))).toMatchObject([
      {
        subject: { name: "customers" },
        column: "email",
        message:
          "is personal data without a sign of masking, and its model is public, and the exposure board reads its model",
        related: ["exposure.shop.board"],
        measure: 2,
        place: { at: "column", column: "email" },
      },
    ]);
    expect(checkRule(exposedPii, project([customers({ email: pii }, "private"), board]))).toMatchObject([
      { message: "is personal data without a sign of masking, and the exposure board reads its model" },
    ]);
  });

  it("leaves models alone that are not exposed, whatever else reads them", () => {
    const inside = [model("a", { parents: ["customers"] }), test("unique", "customers", "email")];
    expect(foundNames(exposedPii, project([customers({ email: pii }, "private"), ...inside]))).toEqual([]);
  });

  it("reads the marks from tags and meta", () => {
    expect(found({ email: { meta: { pii: true } } })).toEqual(["customers.email"]);
    expect(found({ email: { meta: { contains_pii: "yes" } } })).toEqual(["customers.email"]);
    expect(found({ email: { meta: { pii: "level 2" } } })).toEqual(["customers.email"]);
    for (const no of [false, null, "", "no", "N", "None", " false "]) {
      expect(found({ email: { meta: { pii: no } } })).toEqual([]);
    }
    expect(found({ email: { tags: ["contact"] } })).toEqual([]);
  });

  it("takes upper and lower case of marks for the same", () => {
    expect(found({ email: { tags: ["PII"] } })).toEqual(["customers.email"]);
    expect(found({ email: { meta: { Contains_PII: "Y" } } })).toEqual(["customers.email"]);
    expect(found({ email: { tags: ["pii", "Masked"] } })).toEqual([]);
    expect(found({ email: { ...pii, meta: { MASKING_POLICY: "hash" } } })).toEqual([]);
    expect(found({ email: { tags: ["gdpr"] } }, { tags: ["GDPR"] })).toEqual(["customers.email"]);
  });

  it("looks at snapshots, seeds and sources that an exposure reads", () => {
    const columns = { email: pii };
    const ids = ["snapshot.shop.history", "seed.shop.people", "raw.people"];
    const nodes = [
      snapshot("history", { columns }),
      seed("people", { columns }),
      source("raw.people", { columns }),
    ];
    const board = exposure("board", { parents: ids });
    expect(foundNames(exposedPii, project(nodes))).toEqual([]);
    expect(foundNames(exposedPii, project([...nodes, board]))).toEqual([
      "history.email",
      "people.email",
      "people.email",
    ]);
    expect(checkRule(exposedPii, project([...nodes, board]))[0]?.message).toBe(
      "is personal data without a sign of masking, and the exposure board reads its snapshot",
    );
  });

  it("is content with a masked column", () => {
    expect(found({ email: { tags: ["pii", "masked"] } })).toEqual([]);
    expect(found({ email: { ...pii, meta: { masking_policy: "hash" } } })).toEqual([]);
    expect(found({ email: { ...pii, meta: { masking_policy: null } } })).toEqual(["customers.email"]);
  });

  it("follows its options", () => {
    expect(found({ Email_Home: {}, id: {} }, { name_patterns: ["^email"] })).toEqual([
      "customers.Email_Home",
    ]);
    const fields = { "home.email": {}, "email.day": {}, "home.street": {} };
    expect(found(fields, { name_patterns: [String.raw`^email(\.|$)`] })).toEqual([
      "customers.home.email",
      "customers.email.day",
    ]);
    expect(found({ email: pii }, { tags: ["gdpr"] })).toEqual([]);
    expect(found({ email: pii }, { tags: ["gdpr", "pii"] })).toEqual(["customers.email"]);
    expect(found({ email: { meta: { gdpr: true } } }, { meta_keys: ["gdpr"] })).toEqual(["customers.email"]);
    expect(found({ email: { tags: ["pii", "hashed"] } }, { masking_tags: ["hashed"] })).toEqual([]);
    const hashed = { email: { ...pii, meta: { hashed: true } } };
    expect(found(hashed, { masking_meta_keys: ["hashed"] })).toEqual([]);
  });
});
