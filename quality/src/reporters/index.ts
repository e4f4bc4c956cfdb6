import { commentReporter } from "./comment.ts";
import { githubReporter } from "./github.ts";
import { gitlabReporter } from "./gitlab.ts";
import { jsonReporter } from "./json.ts";
import { junitReporter } from "./junit.ts";
import { ndjsonReporter } from "./ndjson.ts";
import type { Reporter } from "./reporter.ts";
import { sarifReporter } from "./sarif.ts";
import { summaryReporter } from "./summary.ts";
import { textReporter } from "./text.ts";

/** Every format of --format. A test proves that no reporter of this folder is missing. */
export const reporters: readonly Reporter[] = [
  textReporter,
  jsonReporter,
  ndjsonReporter,
  sarifReporter,
  junitReporter,
  gitlabReporter,
  githubReporter,
  summaryReporter,
  commentReporter,
];
