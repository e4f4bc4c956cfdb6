import { resourceTypesOption } from "../../options.ts";
import { defineRule } from "../../rule.ts";

export const disabledNodes = defineRule({
  id: "disabled-nodes",
  category: "modeling",
  title: "Disabled nodes",
  docs: {
    what: "A model, seed, snapshot, source or test of the project that `enabled: false` takes out, and that no enabled node replaces.",
    why: "Disabled code is not parsed, built or tested. It goes stale in silence, and a disabled test hides what it was written for.",
    example: `models:
  - name: old_orders
    config: {enabled: false}`,
    fix: "Delete it, as version control remembers it, or enable it again.",
  },
  defaultSeverity: "warn",
  preset: "strict",
  isSelectable: false,
  options: {
    resource_types: resourceTypesOption(
      ["model", "seed", "snapshot", "source", "test", "exposure", "metric", "unit_test"],
      ["model", "seed", "snapshot", "source", "test"],
    ),
  },
  check: ({ manifest }, { resource_types: types }) => {
    const wanted: ReadonlySet<string> = new Set(types);
    const disabled = manifest.disabled.filter(
      (node) => wanted.has(node.resourceType) && !manifest.nodes.has(node.uniqueId),
    );
    // One id can be disabled in several places.
    return [...new Map(disabled.map((node) => [node.uniqueId, node])).values()].map((node) => ({
      subject: node,
      message: `is a disabled ${node.resourceType.replace("_", " ")}`,
      place: { at: "key", path: ["config", "enabled"] } as const,
    }));
  },
});
