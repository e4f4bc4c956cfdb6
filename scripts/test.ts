// npm test: the static checks, then vitest (unit and e2e), pytest and `dbt build` on the samples, all counted.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { root, runShown, runStaticChecks } from "./static-checks.ts";
import { closingLine, sumTallies, type Tally, tallyDbt, tallyJunit, tallyVitest } from "./tally.ts";

const state = join(".headwater", "test");
const reports = join(root, state, "reports");

/** One suite: it runs, leaves a report file, and the report is counted. */
interface Suite {
  readonly name: string;
  readonly run: () => boolean;
  readonly report: string;
  readonly tally: (text: string | undefined) => Tally;
}

const suites: readonly Suite[] = [
  {
    name: "vitest",
    report: join(reports, "vitest.json"),
    run: () =>
      runShown("vitest", [
        "run",
        "--project=unit",
        "--project=e2e",
        "--reporter=default",
        "--reporter=json",
        `--outputFile=${join(reports, "vitest.json")}`,
      ]),
    tally: tallyVitest,
  },
  {
    name: "pytest",
    report: join(reports, "pytest.xml"),
    run: () => runShown("pytest", ["-q", `--junitxml=${join(reports, "pytest.xml")}`]),
    tally: tallyJunit,
  },
  {
    name: "dbt build on the samples",
    report: join(root, state, "target", "run_results.json"),
    run: () => runShown("headwater", ["demo", "--state", state, "--clean"]),
    tally: tallyDbt,
  },
];

rmSync(join(root, state), { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

process.stdout.write("\n== static checks\n");
const failedChecks = runStaticChecks();
const tallies: Tally[] = [{ passed: 0, failed: failedChecks.length, skipped: 0 }];
for (const suite of suites) {
  process.stdout.write(`\n== ${suite.name}\n`);
  const isGreen = suite.run();
  const tally = suite.tally(existsSync(suite.report) ? readFileSync(suite.report, "utf8") : undefined);
  // A suite that ends badly without a counted failure has failed all the same.
  tallies.push(isGreen || tally.failed > 0 ? tally : { ...tally, failed: 1 });
}
const sum = sumTallies(tallies);
if (failedChecks.length > 0) process.stdout.write(`\nFailed checks: ${failedChecks.join(", ")}\n`);
process.stdout.write(`\n${closingLine(sum)}\n`);
process.exitCode = sum.failed === 0 ? 0 : 1;
