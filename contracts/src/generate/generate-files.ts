import type { Feed } from "../feed.ts";
import { generateDbtSources } from "./dbt-sources.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { generateSnowflakeBronze } from "./snowflake-bronze.ts";
import { generateSparkSchemas } from "./spark-schema.ts";
import { generateValidators } from "./validator-module.ts";

/** Every target of the contracts. A new target is a new file of this folder and a line here. */
const GENERATORS = [generateValidators, generateDbtSources, generateSparkSchemas, generateSnowflakeBronze];

/** All files that the contracts determine, sorted by path. The same contracts always give the same bytes. */
export function generateFiles(feeds: readonly Feed[]): readonly GeneratedFile[] {
  return GENERATORS.flatMap((generate) => generate(feeds)).sort((a, b) => (a.path < b.path ? -1 : 1));
}
