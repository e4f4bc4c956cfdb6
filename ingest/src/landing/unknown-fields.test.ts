import type { Field } from "@headwater/contracts";
import { expect, it } from "vitest";

import { compileUnknownFields } from "./unknown-fields.ts";

const base = { nullable: true, required: false, description: "" };
const price: Field = { ...base, name: "price", type: "double" };
const item: Field = { ...base, name: "item", type: "object", fields: [price] };
const findUnknown = compileUnknownFields([
  { ...base, name: "id", type: "string" },
  { ...base, name: "items", type: "array", items: item },
]);

it("names the unknown fields of an event, nested ones by their path and once", () => {
  const items = [{ price: 1, tax: 1 }, { tax: 2 }, 7];
  expect(findUnknown({ id: "a", colour: 1, items })).toEqual(["colour", "items.tax"]);
});

it("finds none in an event that has only known fields", () => {
  expect(findUnknown({ id: "a", items: [{ price: 1 }] })).toEqual([]);
});

it.each([null, "text", 1, [{ colour: 1 }]])("finds none in %j, which is no event", (value) => {
  expect(findUnknown(value)).toEqual([]);
});

it("is not misled by fields that every object inherits", () => {
  expect(findUnknown({ id: "a", toString: 1, constructor: 1 })).toEqual(["toString", "constructor"]);
});
