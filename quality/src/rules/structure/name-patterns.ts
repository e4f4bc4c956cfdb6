import type { Exposure, Metric, Model, Seed, Snapshot, Source } from "@headwater/artifacts";
import * as v from "valibot";

import { mapOf, option, patternOption } from "../../options.ts";
import { memoize } from "../../memoize.ts";
import { defineRule } from "../../rule.ts";

/** Lower-case words and digits with single or double underscores between them. */
const snakeCase = "^[a-z][a-z0-9]*(_{1,2}[a-z0-9]+)*$";

/** The option for the names of a resource type. */
const namePattern = (description: string) =>
  option(v.nullable(patternOption), { default: snakeCase, description });

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
  options: {
    model: namePattern("What a model's name has to match; null for anything."),
    seed: namePattern("What a seed's name has to match; null for anything."),
    snapshot: namePattern("What a snapshot's name has to match; null for anything."),
    source: namePattern("What a source table's name has to match; null for anything."),
    exposure: namePattern("What an exposure's name has to match; null for anything."),
    metric: namePattern("What a metric's name has to match; null for anything."),
    layers: option(mapOf(patternOption), {
      default: {},
      description: "By layer, what the names of its models have to match in place of `model`.",
      namesLayers: true,
    }),
  },
  check: ({ judged, layerOf }, { layers, ...byType }) => {
    const expression = memoize((text: string) => new RegExp(text, "u"));
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
