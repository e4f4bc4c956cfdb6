import type { Json, Owner } from "../types/resource.ts";

/**
 * The owner that `meta.owner` names: by a text, a list of texts, or a map with `name` and `email` as groups have it.
 * dbt leaves open what is in meta, so whatever else it holds names nobody.
 */
export function ownerInMeta(owner: Json | undefined): Owner | undefined {
  if (typeof owner !== "object" || owner === null || Array.isArray(owner)) {
    const names = texts(owner);
    return names.length === 0 ? undefined : { name: names.join(", "), emails: [], extra: {} };
  }
  // Lists are told apart above, of which TypeScript does not take note as they are read-only.
  const { name, email, ...extra } = owner as Readonly<Record<string, Json>>;
  const [names, emails] = [texts(name), texts(email)];
  if (names.length === 0 && emails.length === 0) return undefined;
  return { name: names.length === 0 ? undefined : names.join(", "), emails, extra };
}

/** The texts of a list, or a single one. */
function texts(value: Json | undefined): readonly string[] {
  return [value].flat().filter((each) => typeof each === "string");
}
