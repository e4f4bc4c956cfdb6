/**
 * Compares two versions of a model as dbt orders them, as numbers where both are numbers and else as texts: below 0 where
 * `left` is older, above 0 where it is newer.
 */
export function compareVersions(left: string, right: string): number {
  const difference = Number(left) - Number(right);
  if (!Number.isNaN(difference)) return difference;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
