import { expect, it } from "vitest";
import { jsonText } from "./json-text.ts";

it("gives a text from which the same value is read back", () => {
  const value = { a: [1, null, true, "é"], b: { c: -0.5 }, left: undefined };
  expect(JSON.parse(jsonText(value))).toEqual({ a: [1, null, true, "é"], b: { c: -0.5 } });
});

it("keeps a lone surrogate", () => {
  expect(JSON.parse(jsonText({ text: "cut \ud83d" }))).toEqual({ text: "cut \ud83d" });
});

it.each([
  ["NaN", { a: [1, Number.NaN] }, "$.a[1]"],
  ["undefined in an array", [undefined], "$[0]"],
  ["a Date", { input: { when: new Date(0) } }, "$.input.when"],
  ["a Map", new Map(), "$."],
  ["a function", { f: () => 1 }, "$.f"],
  ["a bigint", 1n, "$."],
])("refuses %s and says where", (_, value, place) => {
  expect(() => jsonText(value)).toThrow(TypeError);
  expect(() => jsonText(value)).toThrow(place);
});

it("refuses a cycle", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  expect(() => jsonText(value)).toThrow("a cycle");
});
