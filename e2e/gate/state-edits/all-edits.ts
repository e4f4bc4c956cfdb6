import { codeEdits } from "./code-edits.ts";
import { configEdits } from "./config-edits.ts";
import type { Edit } from "./edit.ts";
import { interfaceEdits } from "./interface-edits.ts";

export const allEdits: readonly Edit[] = [...codeEdits, ...configEdits, ...interfaceEdits];
