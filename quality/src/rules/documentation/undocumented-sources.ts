import { sortedById } from "../../sorted-by-id.ts";
import { defineRule } from "../../rule.ts";
import { counted, isText } from "../../wording.ts";

export const undocumentedSources = defineRule({
  id: "undocumented-sources",
  category: "documentation",
  title: "Undocumented sources",
  docs: {
    what: "A source, the entry above its tables, without a description or with one of blanks only. Each source is reported once, on the first of its tables.",
    why: "Which system the data comes from, who runs it and how often it arrives belongs to the source as a whole and is found nowhere else.",
    example: `sources:
  - name: ledger
    tables:
      - name: entries
        description: One row per booking.`,
    fix: "Add a description to the source itself, above its tables: the system, its owner and the rhythm of loading.",
  },
  defaultSeverity: "warn",
  preset: "recommended",
  check: ({ judged }) => {
    const undescribed = judged("source").filter((source) => !isText(source.sourceDescription));
    const bySource = Map.groupBy(
      undescribed,
      ({ packageName, sourceName }) => `${packageName}.${sourceName}`,
    );
    return [...bySource.values()].flatMap((tables) =>
      sortedById(tables)
        .slice(0, 1)
        .map((first) => ({
          subject: first,
          message: `belongs to the source ${first.sourceName} (${counted(tables.length, "table")}), which has no description`,
          // Of a table and its source, only the source has tables.
          place: { at: "key", path: ["tables"] } as const,
        })),
    );
  },
});
