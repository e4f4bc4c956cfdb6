// npm run check: format, lint, types, unused code, then the unit tests.
import { runShown, runStaticChecks } from "./static-checks.ts";

const failed = runStaticChecks();
const areUnitTestsGreen = runShown("vitest", ["run", "--project", "unit", "--reporter", "dot"]);
process.exitCode = failed.length === 0 && areUnitTestsGreen ? 0 : 1;
