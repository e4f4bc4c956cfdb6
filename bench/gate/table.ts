import type { Section } from "./rows.ts";

/** The sections as one Markdown table. */
export function markdownTable(sections: readonly Section[]): string {
  const lines = [
    "| models | manifest | tool | what it did | CPU s | × parse | at least | peak memory |",
    "| ---: | ---: | --- | --- | ---: | ---: | ---: | ---: |",
  ];
  for (const { project, rows } of sections) {
    for (const row of rows) {
      const { tool, task, cost, problem } = row;
      const read = row.project ?? project;
      lines.push(
        `| ${[
          read.models.toLocaleString("en"),
          megabytes(read.manifestBytes),
          tool,
          problem === undefined ? task : `${task}: ${problem}`,
          cost?.cpuSeconds.toFixed(2) ?? "—",
          cost ? (row.timesParse?.toFixed(2) ?? "") : "",
          cost ? (row.leastTimesParse?.toFixed(2) ?? "") : "",
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
