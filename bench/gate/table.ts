import type { Section } from "./rows.ts";

/** The sections as one Markdown table. */
export function markdownTable(sections: readonly Section[]): string {
  const lines = [
    "| models | manifest | tool | what it did | CPU s | × parse | peak memory |",
    "| ---: | ---: | --- | --- | ---: | ---: | ---: |",
  ];
  for (const { project, rows } of sections) {
    for (const { tool, task, cost, timesParse, problem, manifestBytes = project.manifestBytes } of rows) {
      const ratio = cost ? (timesParse?.toFixed(2) ?? "") : "";
      lines.push(
        `| ${[
          project.models.toLocaleString("en"),
          megabytes(manifestBytes),
          tool,
          problem === undefined ? task : `${task}: ${problem}`,
          cost?.cpuSeconds.toFixed(2) ?? "—",
          ratio,
          cost ? megabytes(cost.peakBytes) : "",
        ].join(" | ")} |`,
      );
    }
  }
  return lines.join("\n");
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}
