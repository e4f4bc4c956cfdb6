const quote = 0x22;
const backslash = 0x5c;
const openers: ReadonlySet<number> = new Set([0x7b, 0x5b]);
const closers: ReadonlySet<number> = new Set([0x7d, 0x5d]);
const comma = 0x2c;
const colon = 0x3a;
const spaces: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The members of a JSON object without spaces between them, each value as the bytes that stand there. */
export function membersOf(line: Buffer): ReadonlyMap<string, Buffer> {
  const members = new Map<string, Buffer>();
  if (line[0] !== 0x7b) throw new Error(`not an object: ${line.toString("latin1", 0, 80)}`);
  let at = 1;
  while (line[at] === quote) {
    const nameEnd = endOfString(line, at);
    if (line[nameEnd] !== colon) throw new Error(`no colon at byte ${nameEnd}`);
    const valueEnd = endOfValue(line, nameEnd + 1);
    const name = String(JSON.parse(line.toString("utf8", at, nameEnd)));
    if (members.has(name)) throw new Error(`the member ${name} is there twice`);
    members.set(name, line.subarray(nameEnd + 1, valueEnd));
    at = line[valueEnd] === comma ? valueEnd + 1 : valueEnd;
  }
  if (at !== line.length - 1) throw new Error(`something stands behind the members, at byte ${at}`);
  return members;
}

/** JSON without the white space between its tokens. */
export function withoutSpaces(json: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(json.length);
  let length = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (!isInString && spaces.has(byte)) continue;
    kept[length++] = byte;
    if (byte === quote) isInString = !isInString;
    else if (isInString && byte === backslash) kept[length++] = json[++at] ?? 0;
  }
  return kept.subarray(0, length);
}

/** The end of the value at this byte: the comma or the bracket behind it. */
function endOfValue(line: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const byte = line[at] ?? 0;
    if (byte === quote) at = endOfString(line, at) - 1;
    else if (openers.has(byte)) depth++;
    else if (closers.has(byte) && depth-- === 0) return at;
    else if (byte === comma && depth === 0) return at;
  }
  throw new Error("the line ends inside a value");
}

/** The byte behind the closing quote of the string that begins here. */
function endOfString(line: Buffer, from: number): number {
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === backslash) at++;
    else if (line[at] === quote) return at + 1;
  }
  throw new Error("the line ends inside a string");
}
