import { CRC32C } from "@google-cloud/storage";
import { expect, it } from "vitest";

import { crc32c, crc32cBase64 } from "./crc32c.ts";

it("computes the published check value", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
});

it("writes the checksum as Google's own client does", () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7) % 256));
  const expected = new CRC32C();
  expected.update(bytes);
  expect(crc32cBase64(bytes)).toBe(expected.toString());
});

it("can be continued", () => {
  const [head, tail] = [Buffer.from("1234"), Buffer.from("56789")];
  expect(crc32c(tail, crc32c(head))).toBe(crc32c(Buffer.concat([head, tail])));
});
