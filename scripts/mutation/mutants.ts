import { parseAst } from "vitest/node";

/** One change to a source file that should make one of its tests fail. */
export interface Mutant {
  /** From 1. */
  readonly line: number;
  /** What stood there, and what stands there now. */
  readonly before: string;
  readonly after: string;
  /** The whole file with the change. */
  readonly code: string;
}

/** The parts of a syntax tree that are looked at; everything else is passed through. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly after: string;
}

/** Texts that people read, and types: changing them breaks no condition. */
const skippedProperties = new Set([
  "docs",
  "title",
  "id",
  "category",
  "preset",
  "defaultSeverity",
  "description",
  "message",
  "fix",
  "place",
]);
/** The arguments of these say what an option is for, and which values it may have. */
const skippedCalls = new Set([
  "description",
  "minValue",
  "maxValue",
  "namePattern",
  "numberFrom",
  "wholeNumberFrom",
]);
const skippedTypes = /^(Import|TS)/;

const operators: Readonly<Record<string, readonly string[]>> = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "&&": ["||"],
  "||": ["&&"],
  "+": ["-"],
  "-": ["+"],
};

/** Every mutant of a TypeScript file: changed operators, conditions, filters, numbers, booleans and compared texts. */
export function mutantsOf(code: string): readonly Mutant[] {
  // The parser gives a syntax tree of plain objects; their shape is checked where they are read.
  const tree = parseAst(code, { lang: "ts" }) as unknown as SyntaxNode;
  const seen = new Set<string>();
  return changesIn(tree, code).flatMap(({ start, end, after }) => {
    const mutated = code.slice(0, start) + after + code.slice(end);
    if (seen.has(mutated)) return [];
    seen.add(mutated);
    const line = code.slice(0, start).split("\n").length;
    return [{ line, before: code.slice(start, end), after, code: mutated }];
  });
}

function changesIn(node: SyntaxNode, code: string): readonly Change[] {
  if (isSkipped(node)) return [];
  const children = childrenOf(node).filter((child) => child.type !== "Literal" || decides(child, node));
  return [...changesOf(node, code), ...children.flatMap((child) => changesIn(child, code))];
}

/** Whether a literal is part of a condition. Where it is only a result or a fallback, it is mostly a word for people. */
function decides(literal: SyntaxNode, parent: SyntaxNode): boolean {
  if (typeof literal["value"] === "boolean") return true;
  // What an option is by default.
  if (parent.type === "Property" && isNode(parent["key"]) && nameOf(parent["key"]) === "default") return true;
  return /^(Binary|Call|Array|SwitchCase|New|VariableDeclarator)/.test(parent.type);
}

function isSkipped(node: SyntaxNode): boolean {
  if (skippedTypes.test(node.type) && !node.type.endsWith("Expression")) return true;
  return node.type === "Property" && isNode(node["key"]) && skippedProperties.has(nameOf(node["key"]) ?? "");
}

function changesOf(node: SyntaxNode, code: string): readonly Change[] {
  const text = (part: unknown): string => (isNode(part) ? code.slice(part.start, part.end) : "");
  const whole = (after: string): Change => ({ start: node.start, end: node.end, after });
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return (operators[String(node["operator"])] ?? []).map((operator) =>
        whole(withOperator(node, text(node), operator)),
      );
    case "UnaryExpression":
      return node["operator"] === "!" ? [whole(text(node["argument"]))] : [];
    case "IfStatement":
    case "ConditionalExpression":
      return isNode(node["test"]) ? conditionsSettled(node["test"]) : [];
    case "CallExpression":
      return changesOfCall(node, text, whole);
    case "Literal":
      return changesOfLiteral(node["value"], whole);
    default:
      return [];
  }
}

/** The expression with another operator between its sides; brackets around the sides stay. */
function withOperator(node: SyntaxNode, text: string, operator: string): string {
  const { left, right } = node;
  if (!isNode(left) || !isNode(right)) return text;
  const between = text.slice(left.end - node.start, right.start - node.start);
  const changed = between.replace(String(node["operator"]), operator);
  return text.slice(0, left.end - node.start) + changed + text.slice(right.start - node.start);
}

function changesOfCall(
  node: SyntaxNode,
  text: (part: unknown) => string,
  whole: (after: string) => Change,
): readonly Change[] {
  const callee = node["callee"];
  const method = methodOf(node);
  if (!isNode(callee) || callee.type !== "MemberExpression") return [];
  const object = text(callee["object"]);
  const rest = text(node).slice(text(callee).length);
  if (method === "filter" || method === "toSorted" || method === "toLowerCase") return [whole(object)];
  if (method === "some") return [whole(`${object}.every${rest}`)];
  if (method === "every") return [whole(`${object}.some${rest}`)];
  return [];
}

function changesOfLiteral(value: unknown, whole: (after: string) => Change): readonly Change[] {
  if (typeof value === "number") return [whole(String(value + 1))];
  if (typeof value === "boolean") return [whole(String(!value))];
  if (typeof value === "string") return [whole(JSON.stringify(`${value} mutated`))];
  return [];
}

function conditionsSettled({ start, end }: SyntaxNode): readonly Change[] {
  return [
    { start, end, after: "true" },
    { start, end, after: "false" },
  ];
}

/** "filter" for `nodes.filter(…)`. */
function methodOf(call: SyntaxNode): string | undefined {
  const callee = call["callee"];
  return isNode(callee) && callee.type === "MemberExpression" && isNode(callee["property"])
    ? nameOf(callee["property"])
    : undefined;
}

function nameOf(node: SyntaxNode): string | undefined {
  const name = node["name"] ?? node["value"];
  return typeof name === "string" ? name : undefined;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "CallExpression") {
    const called = methodOf(node) ?? (isNode(node["callee"]) ? nameOf(node["callee"]) : undefined);
    if (skippedCalls.has(called ?? "")) return [node["callee"]].filter(isNode);
    // Its first argument only lists which values the option may have.
    if (called === "resourceTypesOption") return nodesIn(node).slice(2);
  }
  return nodesIn(node);
}

function nodesIn(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value && "end" in value;
}
