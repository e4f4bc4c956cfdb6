import { fileNameOf, folderOf, rootFolderOf } from "../../paths.ts";
import { defineRule } from "../../rule.ts";

export const sourceDirectories = defineRule({
  id: "source-directories",
  category: "structure",
  title: "Source directories",
  docs: {
    what: "A source table whose YAML file does not lie below a folder named after its source.",
    why: "A source's YAML, its staging models and their tests are read and changed together. In one folder they are found together.",
    example: `models/staging/pos/_weather__sources.yml   # declares the source weather`,
    fix: "Move the declaration to a YAML file in the staging folder of its source.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged, layers }) => {
    const staging = layers.find((layer) => layer.name === "staging")?.folder ?? "staging";
    return judged("source")
      .filter((source) => !folderOf(source.originalFilePath).includes(source.sourceName))
      .map((source) => {
        const path = source.originalFilePath;
        return {
          subject: source,
          message: `is a table of the source ${source.sourceName} and declared in ${folderOf(path)}`,
          fix: `Move the declaration to ${rootFolderOf(path)}/${staging}/${source.sourceName}/${fileNameOf(path)}.`,
        };
      });
  },
});
