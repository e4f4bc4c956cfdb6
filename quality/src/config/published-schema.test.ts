import { join } from "node:path";

import { expect, it } from "vitest";

import { rules } from "../rules/index.ts";
import { publishedSchema } from "./published-schema.ts";

it("is the file that is published; `npx vitest run quality/src/config --update` writes it", async () => {
  const file = join(import.meta.dirname, "..", "..", "headwater.schema.json");
  await expect(`${JSON.stringify(await publishedSchema(rules), undefined, 2)}\n`).toMatchFileSnapshot(file);
});
