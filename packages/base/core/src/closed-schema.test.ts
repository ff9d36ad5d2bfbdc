import { expect, it } from "vitest";
import { closedSchema } from "./closed-schema.ts";

it("closes every object that names its properties and says nothing of others, at any depth", () => {
  const open = { type: "object", properties: { a: { type: "string" } } };
  const closed = { ...open, additionalProperties: false };
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { one: open, list: { type: "array", items: open }, any: { anyOf: [open, { type: "null" }] } },
    $defs: { shared: open },
    if: open,
  };
  expect(closedSchema(schema)).toEqual({
    type: "object",
    properties: { one: closed, list: { type: "array", items: closed }, any: { anyOf: [closed, { type: "null" }] } },
    $defs: { shared: closed },
    if: closed,
    additionalProperties: false,
  });
  expect(schema.properties.one).not.toHaveProperty("additionalProperties");
});

it("leaves what says something of others, and maps", () => {
  const open = { type: "object", properties: { a: {} }, additionalProperties: true };
  expect(closedSchema(open)).toEqual(open);
  expect(closedSchema({ type: "object" })).toEqual({ type: "object" });
  const map = { type: "object", additionalProperties: { type: "object", properties: { a: {} } } };
  expect(closedSchema(map)).toEqual({
    type: "object",
    additionalProperties: { type: "object", properties: { a: {} }, additionalProperties: false },
  });
});

it("drops defaults, but keeps a property that is called so", () => {
  expect(closedSchema({ type: "object", properties: { default: { type: "string", default: "x" } } })).toEqual({
    type: "object",
    properties: { default: { type: "string" } },
    additionalProperties: false,
  });
});
