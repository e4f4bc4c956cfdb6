import { writeFileSync } from "node:fs";

import { configName } from "../config/load-config.ts";
import { QualityError } from "../errors.ts";
import type { Preset } from "../rule.ts";

/** `headwater gate init`: writes a configuration to begin with, never over one that is there. */
export function initCommand({ extends: preset }: { readonly extends: Preset }): void {
  try {
    writeFileSync(configName, firstConfig(preset), { flag: "wx" });
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw isThere
      ? new QualityError(
          "GATE_CONFIG_EXISTS",
          `There is a ${configName} already.`,
          "Edit it, or move it away first.",
        )
      : new QualityError(
          "GATE_OUTPUT_NOT_WRITABLE",
          `${configName} cannot be written.`,
          "Run this in a folder that can be written to.",
          cause,
        );
  }
  process.stdout.write(
    `Wrote ${configName}. Next: dbt parse, then headwater gate; headwater gate baseline accepts what is there already.\n`,
  );
}

function firstConfig(preset: Preset): string {
  return `# Configuration of headwater gate. \`headwater gate explain\` lists the rules, \`headwater gate explain <rule>\` says
# what one finds and which options it has, \`headwater gate schema\` prints the JSON Schema of this file.
gate:
  extends: ${preset}            # minimal, recommended or strict
  # projects: ["dbt/*"]            # several projects in one run
  # exclude_paths: ["models/legacy/**"]
  # rules:
  #   root-models: error
  #   model-fanout: { severity: warn, options: { threshold: 5 } }
  # overrides:
  #   - select: "path:models/marts"
  #     rules: { undocumented-models: error }
  # custom:
  #   - id: marts-have-owners
  #     where: node.layer == "marts"
  #     require: node.owner != null
  #     message: has no owner
  #     fix: Give the model a group, or meta.owner.
`;
}
