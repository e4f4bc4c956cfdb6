/**
 * Reads a day in one of the two forms that publishers use, YYYY-MM-DD and M/D/YYYY, and returns it as YYYY-MM-DD.
 * Undefined for every other text, and for a day that no calendar has.
 */
export function parseDay(text: string): string | undefined {
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const parts = [isoYear ?? year, isoMonth ?? month, isoDay ?? day];
  if (parts.includes(undefined)) return undefined;
  const candidate = parts.map((part) => part?.padStart(2, "0")).join("-");
  const time = Date.parse(`${candidate}T00:00:00Z`);
  // Date rolls 30 February over to March, so a day that comes back changed does not exist.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(candidate) ? candidate : undefined;
}
