import type { DataTest, NodeId } from "@headwater/artifacts";

/**
 * The name by which YAML calls a generic test: "unique", "dbt_utils.accepted_range". dbt's own package is left out, as
 * `dbt.unique` is the same test. A singular test has no such name.
 */
export function genericTestName({ testMetadata }: DataTest): string | undefined {
  if (testMetadata === undefined) return undefined;
  const { name, namespace } = testMetadata;
  return namespace === undefined || namespace === "dbt" ? name : `${namespace}.${name}`;
}

/** The node that a test is about: the one in whose YAML it is written, or the last one that a singular test reads. */
export function testedNodeId({ attachedNode, dependsOn }: DataTest): NodeId | undefined {
  return attachedNode ?? dependsOn.nodes.at(-1);
}
