import { compareVersions } from "@headwater/artifacts";
import { deprecationDay } from "../../deprecation.ts";
import { defineRule } from "../../rule.ts";

export const missingDeprecationDates = defineRule({
  id: "missing-deprecation-dates",
  category: "governance",
  title: "Missing deprecation dates",
  docs: {
    what: "A version of a model that is older than the latest one and has no `deprecation_date`. Versions that are newer than the latest one are previews and need none.",
    why: "Nobody leaves an old version that may stay for ever, so every change has to be made in all of them.",
    example: `models:
  - name: orders
    latest_version: 2
    versions:
      - v: 1       # until when?
      - v: 2`,
    fix: "Set `deprecation_date` on the old version, and tell its readers.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  check: ({ judged }) =>
    judged("model")
      .filter((model) => {
        const { version, latestVersion } = model;
        if (version === undefined || latestVersion === undefined) return false;
        return compareVersions(version, latestVersion) < 0 && deprecationDay(model) === undefined;
      })
      .map((model) => ({
        subject: model,
        message: `is an old version (the latest is ${model.latestVersion}) and has no deprecation_date`,
        place: { at: "key", path: ["versions"] } as const,
      })),
});
