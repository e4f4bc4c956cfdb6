import type { ProjectNode } from "../types/nodes.ts";
import { fnmatch } from "./fnmatch.ts";

/**
 * Whether a name like `marts.finance`, `fct_orders` or `shop.marts.*` selects a node, by dbt's rules: the parts match the
 * fqn from its start, with or without the package; a single name matches the last part; a version is `name.v2` or `name_v2`.
 */
export function matchesFqn(node: ProjectNode, name: string): boolean {
  const isVersioned = node.resourceType === "model" && node.version !== undefined;
  return matches(node.fqn, name, isVersioned) || matches(node.fqn.slice(1), name, isVersioned);
}

function matches(fqn: readonly string[], name: string, isVersioned: boolean): boolean {
  const leaf = fqn.at(isVersioned ? -2 : -1);
  if (leaf === undefined) return false;
  if (leaf === name) return true;
  const parts = name.split(".");
  if (isVersioned && fqn.slice(-2).join("_") === parts.slice(-2).join("_")) return true;

  // Dots in a model's name separate like those between the parts.
  const flat = fqn.flatMap((part) => part.split("."));
  if (flat.length < parts.length) return false;
  const wildcard = parts.findIndex((part) => /[*?[\]]/.test(part));
  const literal = wildcard === -1 ? parts : parts.slice(0, wildcard);
  if (!literal.every((part, index) => part === flat[index])) return false;
  if (wildcard === -1) return true;
  if (fnmatch(flat.slice(wildcard).join("."), parts.slice(wildcard).join("."))) return true;
  // A single pattern matches the last part too, however deep the node lies.
  return parts.length === 1 && fnmatch(leaf, name);
}
