import { describe, expect, it } from "vitest";
import type { JsonObject } from "@headwater/artifacts";

import type { RuleFinding } from "../finding.ts";
import { model } from "../testing/nodes.ts";
import { project } from "../testing/project.ts";
import type { BaselineEntry } from "./baseline.ts";
import { fingerprintOf, identityOf } from "./fingerprint.ts";
import type { SideFinding } from "./run-rules.ts";
import { settleFindings } from "./settle-findings.ts";

const now = new Date("2026-03-01T12:00:00Z");

function found(finding: Partial<RuleFinding> = {}): SideFinding {
  const full = { subject: model("orders"), message: "m", ...finding };
  return {
    rule: "r",
    severity: "error",
    finding: full,
    isSuppressible: true,
    identity: identityOf("r", full),
  };
}

function settle(
  head: SideFinding,
  { base, meta = {}, accepted }: { base?: SideFinding; meta?: JsonObject; accepted?: Partial<BaselineEntry> },
) {
  const entry = accepted && {
    rule: "r",
    node: "n",
    reason: "known",
    fingerprint: fingerprintOf(head.identity),
    ...accepted,
  };
  return settleFindings([head], base && [base], {
    head: project([model("orders", { meta })]),
    baseline: new Map(entry ? [[entry.fingerprint, entry]] : []),
    ruleIds: ["r", "other-rule"],
    oldIdOf: (id) => (id === "model.shop.orders" ? "model.shop.old_orders" : id),
    now,
  });
}

const statusOf = (...arguments_: Parameters<typeof settle>) => settle(...arguments_).findings[0]?.status;
const suppress = (entry: JsonObject): JsonObject => ({ headwater: { suppress: [entry] } });

describe("a finding that the base has too", () => {
  it("is existing", () => {
    expect(statusOf(found(), { base: found({ message: "worded otherwise" }) })).toBe("existing");
    expect(statusOf(found(), { base: found({ column: "id" }) })).toBe("new");
    expect(statusOf(found(), {})).toBe("new");
  });

  it("counts when it got worse, and says from what", () => {
    expect(statusOf(found({ measure: 8 }), { base: found({ measure: 8 }) })).toBe("existing");
    expect(statusOf(found({ measure: 7 }), { base: found({ measure: 8 }) })).toBe("existing");
    const { findings } = settle(found({ measure: 20 }), { base: found({ measure: 8 }) });
    expect(findings[0]).toMatchObject({ status: "new", measureBefore: 8 });
  });

  it("is the same although other nodes were counted, when it has a measure", () => {
    const before = found({ measure: 3, related: ["model.shop.a"] });
    expect(statusOf(found({ measure: 3, related: ["model.shop.b"] }), { base: before })).toBe("existing");
    expect(
      statusOf(found({ related: ["model.shop.b"] }), { base: found({ related: ["model.shop.a"] }) }),
    ).toBe("new");
  });
});

describe("a finding that is accepted in the baseline", () => {
  it("is suppressed until the end of its last day", () => {
    expect(statusOf(found(), { accepted: {} })).toBe("suppressed");
    expect(statusOf(found(), { accepted: { expires: "2026-03-01" } })).toBe("suppressed");
    expect(statusOf(found(), { accepted: { expires: "2026-02-28" } })).toBe("new");
  });

  it("counts when its date is over, although the base has it too", () => {
    expect(statusOf(found(), { accepted: { expires: "2026-02-28" }, base: found() })).toBe("new");
  });

  it("counts when it is worse than what was accepted", () => {
    expect(statusOf(found({ measure: 9 }), { accepted: { measure: 8 } })).toBe("new");
    expect(statusOf(found({ measure: 8 }), { accepted: { measure: 8 } })).toBe("suppressed");
  });

  it("stays suppressed when its node was renamed", () => {
    const old = found({ subject: { ...model("orders"), uniqueId: "model.shop.old_orders" } });
    expect(statusOf(found(), { accepted: { fingerprint: fingerprintOf(old.identity) } })).toBe("suppressed");
  });
});

describe("a finding that the node's meta suppresses", () => {
  it("is suppressed with its reason, until its date", () => {
    const { findings } = settle(found(), { meta: suppress({ rule: "r", reason: "legacy" }) });
    expect(findings[0]).toMatchObject({
      status: "suppressed",
      suppression: { reason: "legacy", from: "meta" },
    });
    expect(statusOf(found(), { meta: suppress({ rule: "r", reason: "x", expires: "2026-02-28" }) })).toBe(
      "new",
    );
    expect(statusOf(found(), { meta: suppress({ rule: "other", reason: "x" }) })).toBe("new");
  });

  it("is suppressed for the named column only", () => {
    const meta = suppress({ rule: "r", reason: "x", column: "ID" });
    expect(statusOf(found({ column: "id" }), { meta })).toBe("suppressed");
    expect(statusOf(found({ column: "name" }), { meta })).toBe("new");
    expect(statusOf(found(), { meta })).toBe("new");
  });

  it("counts where its rule cannot be suppressed", () => {
    const meta = suppress({ rule: "r", reason: "x" });
    expect(statusOf({ ...found(), isSuppressible: false }, { meta, accepted: {} })).toBe("new");
  });

  it("counts where the reason is missing, and the problem is named", () => {
    const { findings, problems } = settle(found(), { meta: suppress({ rule: "r" }) });
    expect(findings[0]?.status).toBe("new");
    expect(problems).toEqual([expect.stringMatching(/meta of model\.shop\.orders is not used: reason/)]);
  });

  it("is named where it is for a rule that there is not", () => {
    const { findings, problems } = settle(found(), {
      meta: suppress({ rule: "other-rul", reason: "known" }),
    });
    expect(findings[0]?.status).toBe("new");
    expect(problems).toEqual([
      "A suppression in the meta of model.shop.orders is not used: there is no rule other-rul. Did you mean other-rule?",
    ]);
    expect(settle(found(), { meta: suppress({ rule: "other-rule", reason: "known" }) }).problems).toEqual([]);
  });
});
