import standalone from "ajv/dist/standalone/index.js";
import type { Feed } from "../feed.ts";
import { createAjv } from "../validator.ts";
import { GENERATED_MARK, type GeneratedFile } from "./generated-file.ts";

/**
 * One ECMAScript module a feed with its validator as plain code, without imports: producers copy or import it to
 * check an event before they send it, and get what compileValidator would say.
 */
export function generateValidators(feeds: readonly Feed[]): readonly GeneratedFile[] {
  return feeds.map((feed) => {
    const ajv = createAjv("module");
    const code = standalone.default(ajv, ajv.compile(feed.schema));
    return {
      path: `contracts/${feed.name}/generated/validate.js`,
      content: `// ${GENERATED_MARK}\n${code.trimEnd()}\n`,
    };
  });
}
