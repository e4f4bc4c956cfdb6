import type { Rule } from "../rule.ts";

/** Every rule of the gate, by category and then by name. A test proves that no module of this folder is missing. */
export const rules: readonly Rule[] = [];
