import type { Group, Macro, Manifest } from "@headwater/artifacts";

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
  return { ...locate(macro), resourceType: "macro" };
}

/** A group as a finding's subject. */
export function groupSubject(group: Group): Subject {
  return { ...locate(group), resourceType: "group" };
}

function locate(thing: Macro | Group): Omit<Subject, "resourceType"> {
  const { uniqueId, name, packageName, originalFilePath } = thing;
  return { uniqueId, name, packageName, originalFilePath };
}
