import type { Rule } from "../rule.ts";
import { gateFileSchema } from "./schema.ts";

/** The JSON Schema of headwater.yml, for editors. Ids of a project's own rules are let pass. */
export async function publishedSchema(rules: readonly Rule[]): Promise<object> {
  // Loaded here only, as no judging needs it.
  const { toJsonSchema } = await import("@valibot/to-json-schema");
  const schema = toJsonSchema(gateFileSchema(rules, "accept"), {
    target: "draft-2020-12",
    // Of a map that is checked to be no list first, what comes after that check.
    typeMode: "output",
    // What JSON Schema has no word for: whether a text is a regular expression, that numbers are finite.
    ignoreActions: ["check", "finite"],
  });
  return { title: "headwater.yml", description: "Configuration of headwater.", ...schema };
}
