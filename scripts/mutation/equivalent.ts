/**
 * Changes that no test can notice, because the program does the same with them. Each as mutate-rules.ts prints it,
 * without the line number, and with the reason.
 */
export const equivalent: ReadonlyMap<string, string> = new Map([]);
