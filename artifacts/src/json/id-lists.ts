import { CONTINUED } from "./read-pieces.ts";

const text = String.raw`"[^"\\\u0000-\u001F]*"`;
const list = String.raw`\[(?:${text}(?:, ?${text})*)?\]`;
const entry = `${text}: ?${list}`;
const idLists = new RegExp(`^\\{"${RegExp.escape(CONTINUED)}":\\{${entry}(?:, ?${entry})*\\}\\}$`);

/**
 * Whether a piece is nothing but keys with lists of texts, as all of parent_map and child_map is. Then it is JSON, which
 * takes a fifth of the time to see that it takes to parse it: with every key V8 would make one more shape of objects.
 */
export function isIdLists(piece: string): boolean {
  return idLists.test(piece);
}
