import type { Model } from "@headwater/artifacts";
import { layerByFolder } from "../../layers.ts";
import { fileNameOf, folderOf, rootFolderOf } from "../../paths.ts";
import { memoize } from "../../memoize.ts";
import { defineRule, type RuleContext } from "../../rule.ts";
import { sourceNamesAbove } from "../../source-names-above.ts";

/** A place where a model should not be, and where it should. */
interface Misplacement {
  readonly message: string;
  readonly target: string;
}

export const modelDirectories = defineRule({
  id: "model-directories",
  category: "structure",
  title: "Model directories",
  docs: {
    what: "A model in the wrong folder. A staging model belongs below a folder named after each source that it gets data from, at any distance; every model belongs below the folder of its layer, with no other layer's folder nearer to the file.",
    why: "People find a model by its path. A file in a wrong folder is looked for in vain, and takes configuration that was meant for other models.",
    example: `models/staging/pos/stg_ledger__entries.sql   # reads source('ledger', 'entries')
models/intermediate/dim_stores.sql           # dim_ is a prefix of the marts`,
    fix: "Move the file to the folder of its source and layer, or rename the model to what it is.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: (context) => {
    const sourcesAbove = sourceNamesAbove(context.graph);
    // Many models lie in one folder.
    const layerOfFolder = memoize((folder: string) => layerByFolder(folder, context.layers));
    return context.judged("model").flatMap((model) => {
      const wrong = wrongLayer(model, layerOfFolder(folderOf(model.originalFilePath)), context);
      const misplacements =
        context.layerOf(model) === "staging"
          ? [...missingSources(model, sourcesAbove(model.uniqueId), context), ...wrong]
          : wrong;
      if (misplacements.length === 0) return [];
      return [
        {
          subject: model,
          message: misplacements.map((each) => each.message).join("; and it "),
          fix: `Move it to ${misplacements.map((each) => each.target).join(" or ")}.`,
          place: { at: "code" } as const,
        },
      ];
    });
  },
});

function missingSources(
  model: Model,
  sources: ReadonlySet<string>,
  { layers }: RuleContext,
): readonly Misplacement[] {
  const path = model.originalFilePath;
  const folder = folderOf(path);
  const staging = layers.find((layer) => layer.name === "staging")?.folder ?? "staging";
  return [...sources]
    .filter((source) => !folder.includes(source))
    .toSorted()
    .map((source) => ({
      message: `gets data from the source ${source}, and lies in ${folder}`,
      target: `${rootFolderOf(path)}/${staging}/${source}/${fileNameOf(path)}`,
    }));
}

function wrongLayer(
  model: Model,
  byFolder: string | undefined,
  { layerOf, layers }: RuleContext,
): readonly Misplacement[] {
  const own = layerOf(model);
  if (byFolder === undefined || byFolder === own) return [];
  const folder = layers.find((layer) => layer.name === own)?.folder;
  return [
    {
      message: `is a model of the ${own} layer, and lies in the folder of the ${byFolder} layer`,
      target:
        folder === undefined
          ? `a folder that belongs to no layer`
          : `${rootFolderOf(model.originalFilePath)}/…/${folder}/…/${fileNameOf(model.originalFilePath)}`,
    },
  ];
}
