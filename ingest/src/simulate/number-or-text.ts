/** A cell's number; null for a blank cell, and text that is no number as it is: the contract then refuses it. */
export function numberOrText(text: string): string | number | null {
  if (text === "") return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
