import { findColumns, readCsv } from "../batch/csv-table.ts";
import { parseDay } from "./day.ts";
import { fieldText } from "./field-text.ts";
import { numberOrText } from "./number-or-text.ts";
import type {
  Conversion,
  ConversionProblem,
  SourceFile,
  StreamConverter,
  StreamEvent,
} from "./stream-converter.ts";

const columns = ["date", "open", "high", "low", "close", "volume", "Name"] as const;

/**
 * Daily prices, one CSV file a symbol, as one stream in the order of the days: all symbols of a day follow each other
 * by name. The publisher gives the day alone, so the close of trading is assumed at 21:00 UTC and the publication an
 * hour later. A blank cell is null; text where a number belongs stays text, so that it breaks the contract and is
 * seen. A row whose day cannot be read has no key: it becomes a problem.
 */
export const stockConverter: StreamConverter = {
  feed: "stock_ticks",
  files: { folder: "stocks", suffix: "_data.csv" },
  convert: (files) => {
    const conversions = files.map(convertFile);
    return {
      events: conversions.flatMap(({ events }) => events).sort(byDayAndSymbol),
      problems: conversions.flatMap(({ problems }) => problems),
    };
  },
};

function convertFile(file: SourceFile): Conversion {
  const table = readCsv(file.bytes, file.path, "utf-8");
  const positions = findColumns(table, columns);
  const events: StreamEvent[] = [];
  const problems: ConversionProblem[] = [];
  for (const { row, cells } of table.rows) {
    const [date = "", open = "", high = "", low = "", close = "", volume = "", symbol = ""] = positions.map(
      (position) => cells[position]?.trim(),
    );
    const day = parseDay(date);
    if (cells.length !== table.header.length) {
      const message = `expected ${table.header.length} cells as in the header, found ${cells.length}`;
      problems.push({ path: file.path, row, message });
    } else if (day === undefined) {
      const message = `date "${date}" is neither YYYY-MM-DD nor M/D/YYYY`;
      problems.push({ path: file.path, row, message });
    } else {
      events.push({
        tick_id: `${symbol}:${day}`,
        symbol,
        traded_at: `${day}T21:00:00Z`,
        published_at: `${day}T22:00:00Z`,
        open_price: numberOrText(open),
        high_price: numberOrText(high),
        low_price: numberOrText(low),
        close_price: numberOrText(close),
        volume: numberOrText(volume),
      });
    }
  }
  return { events, problems };
}

function byDayAndSymbol(left: StreamEvent, right: StreamEvent): number {
  const [a, b] = [left, right].map(
    (event) => `${fieldText(event, "traded_at")} ${fieldText(event, "symbol")}`,
  );
  if (a === b || a === undefined || b === undefined) return 0;
  return a < b ? -1 : 1;
}
