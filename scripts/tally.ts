/** How many tests ran, by outcome. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
}

/** The part of dbt's run_results.json that is counted. */
interface DbtRunResults {
  readonly results: readonly { readonly status: string; readonly unique_id: string }[];
}

/** A suite that left no readable report has failed as a whole. */
const noReport: Tally = { passed: 0, failed: 1, skipped: 0 };

/** Adds tallies up. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * Counts vitest's JSON report. A file that could not even be loaded has no failed test in it, so a run that
 * is not a success counts at least one failure.
 */
export function tallyVitest(text: string | undefined): Tally {
  if (text === undefined) return noReport;
  const report = JSON.parse(text) as VitestReport;
  const failed = report.success ? report.numFailedTests : Math.max(1, report.numFailedTests);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

/** Counts pytest's JUnit report by the attributes of its test suites. */
export function tallyJunit(text: string | undefined): Tally {
  if (text === undefined) return noReport;
  const suites = [...text.matchAll(/<testsuite\s[^>]*>/g)].map((match) => match[0]);
  return sumTallies(
    suites.map((suite) => {
      const count = (name: string): number => Number(new RegExp(`\\s${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
      const failed = count("failures") + count("errors");
      return { passed: count("tests") - failed - count("skipped"), failed, skipped: count("skipped") };
    }),
  );
}

/** Counts dbt's data and unit tests; a model, seed or snapshot that failed to build counts as failed. */
export function tallyDbt(text: string | undefined): Tally {
  if (text === undefined) return noReport;
  const { results } = JSON.parse(text) as DbtRunResults;
  const isTest = (id: string): boolean => id.startsWith("test.") || id.startsWith("unit_test.");
  return sumTallies(
    results.map(({ status, unique_id: id }) => ({
      passed: isTest(id) && (status === "pass" || status === "warn") ? 1 : 0,
      failed: status === "fail" || status === "error" || status === "runtime error" ? 1 : 0,
      skipped: status === "skipped" ? 1 : 0,
    })),
  );
}

/** The closing line that CI reads. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
