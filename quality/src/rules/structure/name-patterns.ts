import type { Exposure, Metric, Model, Seed, Snapshot, Source } from "@headwater/artifacts";
import { z } from "zod";

import { patternOption } from "../../options.ts";
import { remembered } from "../../remembered.ts";
import { defineRule } from "../../rule.ts";

/** Lower-case words and digits with single or double underscores between them. */
const snakeCase = "^[a-z][a-z0-9]*(_{1,2}[a-z0-9]+)*$";

const pattern = z.union([patternOption, z.null()]).default(snakeCase);

export const namePatterns = defineRule({
  id: "name-patterns",
  category: "structure",
  title: "Name patterns",
  docs: {
    what: "A model, seed, snapshot, source table, exposure or metric whose name does not match the regular expression for its type. By default all are snake case: lower-case words, digits, and underscores between them. `layers` can ask more of the models of a layer, e.g. `staging: ^stg_[a-z]+__[a-z_]+$`.",
    why: "Names that follow one pattern can be guessed, sorted and typed without quoting.",
    example: `models/marts/dimCustomers.sql   # dim_customers`,
    fix: "Rename it so that it matches the pattern. A source table can keep its name in the warehouse as `identifier`.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  options: z.strictObject({
    model: pattern.describe("What a model's name has to match; null for anything."),
    seed: pattern.describe("What a seed's name has to match; null for anything."),
    snapshot: pattern.describe("What a snapshot's name has to match; null for anything."),
    source: pattern.describe("What a source table's name has to match; null for anything."),
    exposure: pattern.describe("What an exposure's name has to match; null for anything."),
    metric: pattern.describe("What a metric's name has to match; null for anything."),
    layers: z
      .record(z.string(), patternOption)
      .default({})
      .describe("By layer, what the names of its models have to match in place of `model`."),
  }),
  check: ({ judged, layerOf }, { layers, ...byType }) => {
    const expression = remembered((text: string) => new RegExp(text, "u"));
    const nodes: readonly (Model | Seed | Snapshot | Source | Exposure | Metric)[] = [
      ...judged("model"),
      ...judged("seed"),
      ...judged("snapshot"),
      ...judged("source"),
      ...judged("exposure"),
      ...judged("metric"),
    ];
    return nodes.flatMap((node) => {
      const ofLayer = node.resourceType === "model" ? layers[layerOf(node)] : undefined;
      const wanted = ofLayer ?? byType[node.resourceType];
      if (wanted === null || expression(wanted).test(node.name)) return [];
      const of = ofLayer === undefined ? `${node.resourceType}s` : `${layerOf(node)} models`;
      return [{ subject: node, message: `does not match the pattern for names of ${of}, ${wanted}` }];
    });
  },
});
