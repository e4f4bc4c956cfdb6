import type { GateReport } from "../run/report.ts";

interface ReportSettings {
  /** Colours for a terminal. */
  readonly hasColor: boolean;
  /** The version of this tool. */
  readonly version: string;
}

/** Writes a report in one format. Text that the project wrote is escaped for that format. */
export interface Reporter {
  /** As --format names it. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly render: (report: GateReport, settings: ReportSettings) => string;
}
