import { readFile } from "node:fs/promises";
import { ContractsError } from "../errors.ts";

/** An event of a file, with the number of its line, or of its place in the list. */
export interface NumberedEvent {
  readonly number: number;
  readonly value: unknown;
}

/** Reads a file that holds one event, a JSON list of events, or one event a line. */
export async function readEventFile(file: string): Promise<readonly NumberedEvent[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new ContractsError(
      "CONTRACTS_PAYLOAD_UNREADABLE",
      `${file} cannot be read.`,
      "Name a file.",
      cause,
    );
  }
  const events = parseEvents(text, file);
  if (events.length === 0) {
    const hint = "Give one JSON event, a JSON list of events, or one event a line.";
    throw new ContractsError("CONTRACTS_PAYLOAD_UNREADABLE", `${file} holds no event.`, hint);
  }
  return events;
}

/** The events of a text, see readEventFile; `file` is named in errors. */
function parseEvents(text: string, file: string): readonly NumberedEvent[] {
  const whole = tryParse(text);
  if (whole !== undefined) {
    const values: readonly unknown[] = Array.isArray(whole.value) ? whole.value : [whole.value];
    return values.map((value, index) => ({ number: index + 1, value }));
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") {
      return [];
    }
    const parsed = tryParse(line);
    if (parsed === undefined) {
      throw new ContractsError(
        "CONTRACTS_PAYLOAD_UNREADABLE",
        `Line ${index + 1} of ${file} is not JSON.`,
        "Give one JSON event, a JSON list of events, or one event a line.",
      );
    }
    return [{ number: index + 1, value: parsed.value }];
  });
}

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
