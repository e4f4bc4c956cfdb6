import type { Macro, Manifest } from "@headwater/artifacts";

import type { Subject } from "./finding.ts";

/** The whole project as a finding's subject, for what is counted over all nodes. */
export function projectSubject(manifest: Manifest): Subject {
  const name = manifest.metadata.projectName ?? "project";
  return {
    uniqueId: `project.${name}`,
    resourceType: "project",
    name,
    packageName: name,
    originalFilePath: "dbt_project.yml",
  };
}

/** A macro as a finding's subject. */
export function macroSubject(macro: Macro): Subject {
  const { uniqueId, name, packageName, originalFilePath } = macro;
  return { uniqueId, resourceType: "macro", name, packageName, originalFilePath };
}
