import { z } from "zod";

import type { Rule } from "../rule.ts";
import { gateFileSchema } from "./schema.ts";

/** The JSON Schema of headwater.yml, for editors. Ids of a project's own rules are let pass. */
export function publishedSchema(rules: readonly Rule[]): object {
  const schema = z.toJSONSchema(gateFileSchema(rules, "accept"), { io: "input", unrepresentable: "any" });
  return { title: "headwater.yml", description: "Configuration of headwater.", ...schema };
}
