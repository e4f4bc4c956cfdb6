import type { Macro, ProjectNode } from "@headwater/artifacts";
import type { Place, RuleFinding, Subject } from "../../finding.ts";
import { defineRule, type BaseSide, type RuleContext } from "../../rule.ts";
import { lastsLonger, metaSuppressions } from "../../run/suppressions.ts";
import { macroSubject } from "../../subject.ts";

export const weakenedGate = defineRule({
  id: "weakened-gate",
  category: "changes",
  title: "Weakened gate",
  docs: {
    what: "A configuration that judges less strictly than the base's (`--base-config`): rules that are off or milder, looser options, excluded paths, milder overrides, accepted findings; and suppressions that this change writes into the meta of a node or a macro (`--base`). The base's severity of this rule holds, and it cannot be suppressed.",
    why: "Whoever weakens the check in the change that it checks, passes. It may be right, but somebody should see it.",
    example: `gate:
  rules:
    model-fanout: off      # base: warn`,
    fix: "Take it back, or have a person who answers for the gate agree to it in the review.",
  },
  defaultSeverity: "warn",
  preset: "minimal",
  isSuppressible: false,
  check: (context) => {
    const fromConfig = (context.weakenings ?? []).map(({ message, file, line }) => ({
      subject: context.project,
      message: `has a weaker gate, which ${message}`,
      key: message,
      place: configPlace(file, line),
    }));
    const { base } = context;
    return base === undefined ? fromConfig : [...fromConfig, ...addedSuppressions(base, context)];
  },
});

function configPlace(file: string | undefined, line: number | undefined): Place {
  if (file === undefined) return { at: "definition" };
  return { at: "config", file, line };
}

function addedSuppressions(base: BaseSide, context: RuleContext): readonly RuleFinding[] {
  const ofNodes = context.graph.nodes.flatMap((node) => {
    const before = base.counterpart(node);
    // A node that is equal on both sides is one object.
    return before === node ? [] : newSuppressions(node, before, base, context);
  });
  const ofMacros = [...context.manifest.macros.values()].flatMap((macro) => {
    const before = base.manifest.macros.get(macro.uniqueId);
    return before === macro ? [] : newSuppressions(macroSubject(macro), before, base, context);
  });
  return [...ofNodes, ...ofMacros];
}

function newSuppressions(
  subject: Subject,
  before: ProjectNode | Macro | undefined,
  base: BaseSide,
  context: RuleContext,
): readonly RuleFinding[] {
  const known = before === undefined ? [] : metaSuppressions(base, before.uniqueId).suppressions;
  return metaSuppressions(context, subject.uniqueId)
    .suppressions.filter(
      (added) =>
        !known.some(
          (old) => old.rule === added.rule && old.column === added.column && !lastsLonger(added, old),
        ),
    )
    .map(({ rule, column, expires, reason }) => ({
      subject,
      column,
      message: `suppresses ${rule} ${expires === undefined ? "for ever" : `until ${expires}`}: ${reason}`,
      key: `suppresses ${rule}`,
      place: { at: "key" as const, path: ["meta", "headwater"] },
    }));
}
