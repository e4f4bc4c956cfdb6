import { describe, expect, it } from "vitest";

import { checkRule } from "../../testing/check-rule.ts";
import { model } from "../../testing/nodes.ts";
import { macro, project } from "../../testing/project.ts";
import { weakenedGate } from "./weakened-gate.ts";

const suppressing = (entry: Record<string, string>) =>
  project([
    model("orders", { meta: { headwater: { suppress: [{ rule: "root-models", reason: "x", ...entry }] } } }),
  ]);

describe("weakened-gate", () => {
  it("reports how the configuration became weaker, at its file", () => {
    const weakenings = [{ message: "does not run root-models any more", file: "headwater.yml", line: 4 }];
    const [finding] = checkRule(weakenedGate, project([]), { weakenings });
    expect(finding).toMatchObject({
      message: "has a weaker gate, which does not run root-models any more",
      place: { at: "config", file: "headwater.yml", line: 4 },
    });
  });

  it("finds a suppression that this change writes into meta", () => {
    const found = (head: ReturnType<typeof project>, base: ReturnType<typeof project>) =>
      checkRule(weakenedGate, head, { base }).map(({ message }) => message);
    expect(found(suppressing({}), project([model("orders")]))).toEqual([
      "suppresses root-models for ever: x",
    ]);
    expect(found(suppressing({}), project([]))).toHaveLength(1);
    expect(found(suppressing({ reason: "reworded" }), suppressing({}))).toEqual([]);
    expect(
      found(suppressing({ expires: "2027-01-01" }), suppressing({ expires: "2026-01-01" })),
    ).toHaveLength(1);
    expect(found(suppressing({ expires: "2026-01-01" }), suppressing({ expires: "2027-01-01" }))).toEqual([]);
  });

  it("finds one in the meta of a macro", () => {
    const meta = { headwater: { suppress: [{ rule: "unused-macros", reason: "x" }] } };
    const accepted = project([], { macros: [macro("cents", { meta })] });
    const found = (base: ReturnType<typeof project>) =>
      checkRule(weakenedGate, accepted, { base }).map(({ subject, message }) => `${subject.name} ${message}`);
    expect(found(project([], { macros: [macro("cents")] }))).toEqual([
      "cents suppresses unused-macros for ever: x",
    ]);
    expect(found(project([]))).toHaveLength(1);
    expect(found(project([], { macros: [macro("cents", { meta })] }))).toEqual([]);
  });

  it("has nothing to say without anything to compare with", () => {
    expect(checkRule(weakenedGate, suppressing({}))).toEqual([]);
  });

  it("points at the file where no line is known, and at the project where no file is", () => {
    const message = "does not run root-models any more";
    const placeOf = (file: string | undefined) =>
      checkRule(weakenedGate, project([]), { weakenings: [{ message, file, line: undefined }] })[0]?.place;
    expect(placeOf("headwater.yml")).toEqual({ at: "config", file: "headwater.yml" });
    expect(placeOf(undefined)).toEqual({ at: "definition" });
  });

  it("points at the suppression, and cannot be suppressed itself", () => {
    const [finding] = checkRule(weakenedGate, suppressing({ column: "id" }), { base: project([]) });
    expect(finding).toMatchObject({ column: "id", place: { at: "key", path: ["meta", "headwater"] } });
    expect(weakenedGate.isSuppressible).toBe(false);
  });
});
