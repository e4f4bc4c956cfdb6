import type { TestMetadata } from "../types/nodes.ts";
import type { NodeId } from "../types/resource.ts";

/**
 * The resource that a generic test is written at, where the manifest does not name it: before manifest v9, and for tests of
 * sources to this day. dbt passes it to the test's macro as `model`, a call of ref() or source() in Jinja.
 */
export function attachedNodeOf(
  test: TestMetadata | undefined,
  dependsOn: readonly NodeId[],
): NodeId | undefined {
  if (test === undefined) return undefined;
  if (dependsOn.length <= 1) return dependsOn[0];
  const model = test.arguments.model;
  const names = typeof model === "string" ? calledNames(model) : [];
  // ref('shop', 'orders') ends "shop.orders", source('raw', 'orders') ends "raw.orders".
  const suffix = `.${names.join(".")}`;
  return (
    dependsOn.find((id) => id.endsWith(suffix)) ??
    // A version is no part of the name: model.shop.orders.v2
    dependsOn.find((id) => id.replace(/\.v[^.]+$/, "").endsWith(suffix))
  );
}

/** The names in `{{ get_where_subquery(ref('orders')) }}`, quotes removed; keyword arguments (`v=2`) do not count. */
function calledNames(jinja: string): readonly string[] {
  const call = /\b(?:ref|source)\s*\(([^)]*)\)/.exec(jinja);
  if (call === null) return [];
  return [...(call[1] ?? "").matchAll(/(?<![=\w]\s*)(['"])(.*?)\1/g)].map((match) => match[2] ?? "");
}
