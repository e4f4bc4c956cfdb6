import type { Rule } from "../rule.ts";
import { gateFileSchema } from "./schema.ts";

/** The JSON Schema of headwater.yml, for editors. It accepts any rule id, as a project can have rules of its own. */
export async function publishedSchema(rules: readonly Rule[]): Promise<object> {
  // Loaded here only, as no judging needs it.
  const { toJsonSchema } = await import("@valibot/to-json-schema");
  const schema = toJsonSchema(gateFileSchema(rules, "accept"), {
    target: "draft-2020-12",
    // A map is a check that it is no list, and then an object: this takes the schema of the object.
    typeMode: "output",
    // JSON Schema cannot say that a text has to be a regular expression, or a number finite.
    ignoreActions: ["check", "finite"],
  });
  return { title: "headwater.yml", description: "Configuration of headwater.", ...schema };
}
