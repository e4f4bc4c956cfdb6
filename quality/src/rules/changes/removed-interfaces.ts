import { isContractBrokenByRemoval, type ProjectNode } from "@headwater/artifacts";
import { hasUsers, userWords, usersOf, type Users } from "../../changes/users.ts";
import type { Refable } from "../../data-flow.ts";
import type { RuleFinding } from "../../finding.ts";
import { relationKey } from "../../relation-key.ts";
import { defineRule, type ContextWith, type RuleContext } from "../../rule.ts";
import { idsOf } from "../../wording.ts";

export const removedInterfaces = defineRule({
  id: "removed-interfaces",
  category: "changes",
  title: "Removed interfaces",
  docs: {
    what: "A model, seed or snapshot of the base that others count on (it has an enforced contract, is public, or an exposure, metric, semantic model or another package reads it) and that is removed, disabled, ephemeral, not public any more, or has another name in the warehouse now, or is no model any more that could keep its contract. A contract whose deprecation_date is past counts no more.",
    why: "Whoever reads the table finds nothing there, and learns of it from an error.",
    example: `exposures:
  - name: weekly_sales
    depends_on: [ref('orders')]   # base; the change deletes or renames orders.sql`,
    fix: "Keep the model until its users have moved: for a rename keep the alias or leave a view under the old name, for a removal set a deprecation_date first.",
  },
  defaultSeverity: "error",
  preset: "recommended",
  needs: ["base"],
  check: (context) => {
    const { base } = context;
    const refable = [
      ...base.graph.byType("model"),
      ...base.graph.byType("seed"),
      ...base.graph.byType("snapshot"),
    ];
    return refable.flatMap((before) => {
      const users = usersOf(before, base.graph);
      const hasContract = before.resourceType === "model" && isContractBrokenByRemoval(before, context.now);
      if (!hasContract && !hasUsers(users)) return [];
      const after = base.successor(before);
      const message =
        after === undefined ? goneWords(before, context) : movedWords(before, after, hasContract, context);
      return message === undefined ? [] : [finding(before, after, message, users)];
    });
  },
});

function goneWords(before: ProjectNode, { manifest }: RuleContext): string {
  const isDisabled = manifest.disabled.some((node) => node.uniqueId === before.uniqueId);
  return isDisabled ? "is disabled" : "is removed";
}

/** A renamed node is another relation unless its alias is the old name. Schemas differ by target, so only names count. */
function movedWords(
  before: Refable,
  after: ProjectNode,
  hasContract: boolean,
  context: ContextWith<"base">,
): string | undefined {
  if (hasContract && after.resourceType !== "model")
    return `is a ${after.resourceType} now, without a contract`;
  if (isPublic(before) && !isPublic(after))
    return "is not public any more, so no other project can refer to it";
  if (isEphemeral(after) && !isEphemeral(before)) return "is ephemeral now, and has no table any more";
  if (!("relation" in after) || nameKey(before, context.base, context) === nameKey(after, context, context))
    return undefined;
  return `was ${before.relation.identifier} and is ${after.relation.identifier} now`;
}

function isPublic(node: ProjectNode): boolean {
  return node.resourceType === "model" && node.access === "public";
}

function isEphemeral({ config }: ProjectNode): boolean {
  return config.materialized === "ephemeral";
}

function nameKey(
  { relation }: Pick<Refable, "relation">,
  { manifest }: Pick<RuleContext, "manifest">,
  { identifierKey }: RuleContext,
): string {
  return relationKey({ ...relation, database: undefined, schema: undefined }, { manifest, identifierKey });
}

function finding(
  before: ProjectNode,
  after: ProjectNode | undefined,
  message: string,
  users: Users,
): RuleFinding {
  const used = hasUsers(users) ? `used by ${userWords(users)}` : "under a contract";
  return {
    subject: after ?? before,
    message: `${message}; ${used}`,
    related: idsOf(users.nodes),
    place:
      after === undefined
        ? { at: "file", file: before.patchPath ?? before.originalFilePath }
        : { at: "code" },
  };
}
