import { Environment, EvaluationError } from "@marcbachmann/cel-js";
import type { ProjectNode } from "@headwater/artifacts";

import type { RuleFinding } from "../finding.ts";
import { nodesOf } from "../options.ts";
import { defineRule, type Rule, type RuleContext } from "../rule.ts";
import {
  expressionFields,
  expressionNode,
  fillMessage,
  listedTypes,
  type ExpressionNode,
} from "./expression-node.ts";
import { didYouMean, invalid, type Problem } from "./problems.ts";
import type { CustomRuleSettings } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What an expression says of a node; `problem` is why it could not be evaluated. */
type Answer = { readonly isTrue: boolean; readonly problem?: string };

type Expression = (node: ExpressionNode) => Answer;

/** Makes rules of the configuration's expressions; throws with file and line when one is no boolean expression. */
export function customRules(yaml: YamlFile, settings: readonly CustomRuleSettings[]): readonly Rule[] {
  const problems: Problem[] = [];
  const compile = (text: string, path: readonly PropertyKey[]): Expression => {
    const problem = problemOf(text);
    if (problem !== undefined) problems.push({ path, message: `${text}: ${problem}` });
    return problem === undefined ? compileExpression(text) : () => ({ isTrue: true });
  };
  const rules = settings.map((setting, index) => {
    const path = ["gate", "custom", index];
    const where = setting.where === undefined ? undefined : compile(setting.where, [...path, "where"]);
    return customRule(setting, where, compile(setting.require, [...path, "require"]));
  });
  if (problems.length > 0) throw invalid(yaml, problems, "GATE_CONFIG_INVALID");
  return rules;
}

function customRule(setting: CustomRuleSettings, where: Expression | undefined, require: Expression): Rule {
  const title = setting.title ?? setting.id;
  const condition = setting.where === undefined ? "" : ` for which \`${setting.where}\` holds`;
  return defineRule({
    id: setting.id,
    category: "governance",
    title,
    docs: {
      what: `Every ${setting.resource_types.join(", ")}${condition} must have \`${setting.require}\`.`,
      why: setting.why || "This project's configuration asks for it.",
      example: `# any node for which this is not true\n${setting.require}`,
      fix: setting.fix || `Change the node so that \`${setting.require}\` is true.`,
    },
    defaultSeverity: setting.severity ?? "warn",
    preset: "minimal",
    check: (context) =>
      nodesOf(context, setting.resource_types).flatMap((node) =>
        judge(node, context, setting, where, require),
      ),
  });
}

function judge(
  node: ProjectNode,
  context: RuleContext,
  setting: CustomRuleSettings,
  where: Expression | undefined,
  require: Expression,
): readonly RuleFinding[] {
  const value = expressionNode(node, context);
  const applies = where?.(value) ?? { isTrue: true };
  const answer = applies.isTrue ? require(value) : applies;
  if (answer.problem !== undefined) {
    return [{ subject: node, message: `cannot be judged: ${answer.problem}`, cannotJudge: true }];
  }
  if (!applies.isTrue || answer.isTrue) return [];
  return [{ subject: node, message: fillMessage(setting.message, value) }];
}

// Checking knows the fields' types, so that a misspelt field is found before anything runs; evaluation takes the
// node as it is, because the typed form would copy every field of every node.
const checking = new Environment();
for (const [name, fields] of Object.entries(listedTypes)) checking.registerType(name, { fields });
checking.registerVariable({ name: "node", schema: { ...expressionFields } });
const knownFields = [expressionFields, ...Object.values(listedTypes)].flatMap(Object.keys);
const running = new Environment().registerVariable("node", "dyn");

function problemOf(text: string): string | undefined {
  const result = checking.check(text);
  if (!result.valid) {
    const problem = result.error?.message.split("\n", 1)[0] ?? "is no expression";
    const [, key] = /^No such key: (\w+)$/.exec(problem) ?? [];
    return key === undefined ? problem : `${problem}.${didYouMean(key, knownFields)}`;
  }
  if (result.type !== "bool" && result.type !== "dyn") return `gives ${result.type}, not true or false`;
  return undefined;
}

function compileExpression(text: string): Expression {
  const evaluate = running.parse(text);
  return (node) => {
    try {
      const value: unknown = evaluate({ node });
      return typeof value === "boolean"
        ? { isTrue: value }
        : { isTrue: false, problem: "it is not true or false" };
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      // A key that the node's meta or config does not have: then nothing is true of it.
      if (error.code === "no_such_key") return { isTrue: false };
      return { isTrue: false, problem: error.message.split("\n", 1)[0] ?? "it cannot be evaluated" };
    }
  };
}
