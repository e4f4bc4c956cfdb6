import { publishedSchema } from "../config/published-schema.ts";
import { rules } from "../rules/index.ts";

/** `headwater gate schema`: the JSON Schema of headwater.yml. */
export async function schemaCommand(): Promise<void> {
  process.stdout.write(`${JSON.stringify(await publishedSchema(rules), undefined, 2)}\n`);
}
