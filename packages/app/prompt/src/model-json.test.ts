import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelJson } from "./model-json.ts";

fc.configureGlobal({ seed: 8 });

describe("modelJson", () => {
  it("writes one line with a space after each colon and comma", () => {
    expect(modelJson({ intent: "track", item: "shoes" })).toBe('{"intent": "track", "item": "shoes"}');
    expect(modelJson([1, null, true, [], {}, "a, b: c"])).toBe('[1, null, true, [], {}, "a, b: c"]');
    expect(modelJson({ a: undefined, b: 1 })).toBe('{"b": 1}');
  });

  it("writes keys in the order of the schema's properties, through references, arrays and alternatives", () => {
    const schema = {
      $defs: { line: { type: "object", properties: { sku: {}, count: {} } } },
      type: "object",
      properties: {
        b: { anyOf: [{ type: "null" }, { type: "object", properties: { y: {}, x: {} } }] },
        a: { type: "array", items: { $ref: "#/$defs/line" } },
      },
    };
    expect(modelJson({ z: 0, a: [{ count: 2, sku: "s" }], b: { x: 1, y: 2 } }, schema)).toBe(
      '{"b": {"y": 2, "x": 1}, "a": [{"sku": "s", "count": 2}], "z": 0}',
    );
  });

  it("refuses what JSON cannot say", () => {
    expect(() => modelJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => modelJson(() => 1)).toThrow(TypeError);
  });

  it("reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(modelJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
