import { expect, it } from "vitest";
import { createProgressLine } from "./progress-line.ts";

function record(isTTY: boolean): {
  readonly texts: string[];
  readonly line: ReturnType<typeof createProgressLine>;
} {
  const texts: string[] = [];
  let nowMs = 0;
  const output = { isTTY, write: (text: string) => texts.push(text) };
  return { texts, line: createProgressLine(output, () => (nowMs += 60)) };
}

it("writes only finished lines outside a terminal", () => {
  const { texts, line } = record(false);
  line.show("10 %");
  line.finish("done");
  expect(texts).toEqual(["done\n"]);
});

it("replaces the shown state on a terminal, and does not write too often", () => {
  const { texts, line } = record(true);
  line.show("10 %");
  line.show("11 %");
  line.show("90 %");
  line.finish("done");
  expect(texts.map((text) => text.replace("\r\u001B[2K", "<clear>"))).toEqual([
    "<clear>10 %",
    "<clear>90 %",
    "<clear>done\n",
  ]);
});
