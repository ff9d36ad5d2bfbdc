import type { Json } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromStrictOutput, toStrictSchema } from "./strict-schema.ts";

fc.configureGlobal({ seed: 8 });

const ticket = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    intent: { type: "string", enum: ["track", "claim"] },
    item: { type: "string", default: "x" },
    size: { enum: ["s", "m"], type: "string" },
    place: { type: "object", properties: { city: { type: "string" }, zip: { type: "string" } }, required: ["city"] },
    note: { anyOf: [{ type: "string" }, { type: "null" }] },
    lines: { type: "array", items: { $ref: "#/$defs/line" } },
  },
  required: ["intent"],
  $defs: { line: { type: "object", properties: { sku: { type: "string" }, count: { type: "integer" } }, required: ["sku"] } },
};

describe("toStrictSchema", () => {
  it("requires everything, makes optional ones nullable, closes objects and drops defaults", () => {
    expect(toStrictSchema(ticket)).toEqual({
      type: "object",
      properties: {
        intent: { type: "string", enum: ["track", "claim"] },
        item: { type: ["string", "null"] },
        size: { enum: ["s", "m", null], type: ["string", "null"] },
        place: {
          anyOf: [
            {
              type: "object",
              properties: { city: { type: "string" }, zip: { type: ["string", "null"] } },
              required: ["city", "zip"],
              additionalProperties: false,
            },
            { type: "null" },
          ],
        },
        note: { anyOf: [{ type: "string" }, { type: "null" }] },
        lines: { type: ["array", "null"], items: { $ref: "#/$defs/line" } },
      },
      required: ["intent", "item", "size", "place", "note", "lines"],
      additionalProperties: false,
      $defs: {
        line: {
          type: "object",
          properties: { sku: { type: "string" }, count: { type: ["integer", "null"] } },
          required: ["sku", "count"],
          additionalProperties: false,
        },
      },
    });
  });

  it("puts a root that is no object into one, and takes it out again", () => {
    const list = { type: "array", items: { $ref: "#/$defs/a" }, $defs: { a: { type: "string" } } };
    expect(toStrictSchema(list)).toEqual({
      type: "object",
      properties: { value: { type: "array", items: { $ref: "#/$defs/a" } } },
      required: ["value"],
      additionalProperties: false,
      $defs: { a: { type: "string" } },
    });
    expect(fromStrictOutput({ value: ["a"] }, list)).toEqual(["a"]);
    expect(fromStrictOutput(["a"], list)).toEqual(["a"]);
    const union = { oneOf: [{ type: "object", properties: { value: { type: "string" } }, required: ["value"] }, { type: "null" }] };
    expect(toStrictSchema(union)).toMatchObject({ properties: { value: { anyOf: [{ type: "object" }, { type: "null" }] } } });
  });
});

describe("fromStrictOutput", () => {
  it("takes out nulls of optional properties, and only those", () => {
    const answer = {
      intent: null,
      item: null,
      place: { city: "A", zip: null },
      note: null,
      lines: [{ sku: "a", count: null }],
      other: null,
    };
    expect(fromStrictOutput(answer, ticket)).toEqual({
      intent: null,
      place: { city: "A" },
      note: null,
      lines: [{ sku: "a" }],
      other: null,
    });
  });

  it("follows the alternative that fits", () => {
    const shape = {
      anyOf: [
        { type: "object", properties: { kind: { const: "a" }, x: { type: "string" } }, required: ["kind"], additionalProperties: false },
        {
          type: "object",
          properties: { kind: { const: "b" }, x: { type: ["string", "null"] } },
          required: ["kind"],
          additionalProperties: false,
        },
      ],
    };
    const list = { type: "array", items: shape };
    expect(
      fromStrictOutput(
        [
          { kind: "a", x: null },
          { kind: "b", x: null },
        ],
        list,
      ),
    ).toEqual([{ kind: "a" }, { kind: "b", x: null }]);
  });

  it("gives back what was put in strictly: there and back is the same ticket", () => {
    const text = fc.string();
    const arbitrary = fc.record(
      {
        intent: fc.constantFrom("track", "claim"),
        item: text,
        size: fc.constantFrom("s", "m"),
        place: fc.record({ city: text, zip: text }, { requiredKeys: ["city"] }),
        note: fc.option(text),
        lines: fc.array(fc.record({ sku: text, count: fc.nat() }, { requiredKeys: ["sku"] })),
      },
      { requiredKeys: ["intent", "note"] },
    );
    const filled = (value: { readonly [key: string]: Json | undefined }, names: readonly string[]): { readonly [key: string]: Json } =>
      Object.fromEntries(names.map((name) => [name, value[name] ?? null]));
    fc.assert(
      fc.property(arbitrary, (given) => {
        const strict = {
          ...filled({ ...given }, ["intent", "item", "size", "place", "note", "lines"]),
          ...(given.place === undefined ? {} : { place: filled(given.place, ["city", "zip"]) }),
          ...(given.lines === undefined ? {} : { lines: given.lines.map((line) => filled(line, ["sku", "count"])) }),
        };
        expect(fromStrictOutput(strict, ticket)).toEqual({ ...given });
      }),
    );
  });
});
