/** A fast look that is true of all characters that have to be escaped, and of some others that are rare in reports. */
const mayBeUnseen = /[^\n -~\u00AE-\u05FF\u2010-\u2027\u2190-\u2BFF]/;

/** JSON whose text is the value's exactly, but with nothing in it that a terminal or a CI log would act on. */
export function safeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent);
  if (!mayBeUnseen.test(json) && !json.includes("##")) return json;
  // JSON itself escapes C0 controls and lone surrogates only.
  const unseen = /[\u007F-\u009F\p{Zl}\p{Zp}\p{Cf}]|##(?=\w*\[)/gu;
  return json.replaceAll(unseen, (found) =>
    // A format character beyond U+FFFF is two code units, and JSON escapes each.
    Array.from({ length: found.length }, (_, at) => escapeUnit(found.charCodeAt(at))).join(""),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
