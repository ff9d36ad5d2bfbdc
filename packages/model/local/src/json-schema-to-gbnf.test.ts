import type { JsonSchema } from "@pawl/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { spacedJson } from "./internal/spaced-json.ts";
import { textGrammar } from "./internal/text-grammar.ts";
import { explainSchema, jsonSchemaToGbnf } from "./json-schema-to-gbnf.ts";
import { matchesGbnf } from "./matches-gbnf.ts";

/** Whether the grammar of a schema admits a text. */
function admits(schema: JsonSchema, text: string): boolean {
  return matchesGbnf(jsonSchemaToGbnf(schema), text);
}

const closed = { type: "object", additionalProperties: false };

describe("jsonSchemaToGbnf", () => {
  it("keeps optional properties optional, in the declared order, with commas between", () => {
    const schema = { ...closed, properties: { a: { type: "string" }, b: { type: "integer" }, c: { type: "boolean" } }, required: ["b"] };
    for (const text of ['{"b": 1}', '{"a": "x", "b": 1}', '{"b": -20, "c": true}', '{"a": "", "b": 0, "c": false}'])
      expect(admits(schema, text), text).toBe(true);
    for (const text of [
      "{}",
      '{"a": "x"}',
      '{"b": 1, "a": "x"}',
      '{"a": "x", "b": 1,}',
      '{, "b": 1}',
      '{"b":1}',
      '{"b": 1, "d": 2}',
      '{"b": 01}',
      ' {"b": 1}',
    ]) {
      expect(admits(schema, text), text).toBe(false);
    }
  });

  it("allows an empty object when every property is optional", () => {
    const schema = { ...closed, properties: { a: { type: "null" }, b: { type: "null" } } };
    expect(["{}", '{"a": null}', '{"b": null}', '{"a": null, "b": null}'].every((text) => admits(schema, text))).toBe(true);
    expect(admits(schema, '{"b": null, "a": null}')).toBe(false);
  });

  it("counts characters, not bytes or escapes", () => {
    const schema = { type: "string", minLength: 2, maxLength: 3 };
    expect(['"ab"', '"äöü"', '"\\n\\""', '"😀😀😀"'].map((text) => admits(schema, text))).toEqual([true, true, true, true]);
    expect(['"a"', '"abcd"', '"😀"', '"a\nb"', '"a\\q"'].map((text) => admits(schema, text))).toEqual([false, false, false, false, false]);
  });

  it.each([
    ["^[A-Z]{2}\\d{3,5}$", ["AB123", "AB12345"], ["AB12", "xAB123", "AB1234567"]],
    ["^(red|green)-?$", ["red", "green-"], ["blue", "red--"]],
    ["b+", ["abba", "b"], ["aa", ""]],
    ["^a.c", ["abc", "a c and more"], ["ac", "xabc"]],
    ['^say "\\\\?"$', ['say "\\"', 'say ""'], ["say"]],
    ["^[^a-y]+$", ["zZ-9ß"], ["zaz"]],
    ["^\\w+(?:\\.\\w+)*$", ["a.b_c.d9"], ["a..b", "."]],
  ])("writes the pattern %s as grammar", (pattern, yes, no) => {
    const schema = { type: "string", pattern };
    for (const text of yes) expect(admits(schema, JSON.stringify(text)), text).toBe(true);
    for (const text of no) expect(admits(schema, JSON.stringify(text)), text).toBe(false);
  });

  it("admits exactly the integers of a range", () => {
    const bound = fc.integer({ min: -1200, max: 1200 });
    fc.assert(
      fc.property(bound, bound, fc.array(fc.integer({ min: -1500, max: 1500 }), { minLength: 20, maxLength: 20 }), (a, b, probes) => {
        const [minimum, maximum] = [Math.min(a, b), Math.max(a, b)];
        const grammar = textGrammar(jsonSchemaToGbnf({ type: "integer", minimum, maximum }));
        for (const probe of [...probes, minimum - 1, minimum, maximum, maximum + 1]) {
          const end = grammar.accept(grammar.start, Buffer.from(String(probe)));
          expect(end !== null && grammar.canEnd(end)).toBe(probe >= minimum && probe <= maximum);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("follows references, recursive ones too", () => {
    const schema = {
      $ref: "#/$defs/tree",
      $defs: {
        tree: {
          ...closed,
          properties: { value: { type: "integer" }, children: { type: "array", items: { $ref: "#/$defs/tree" } } },
          required: ["value"],
        },
      },
    };
    expect(admits(schema, '{"value": 1, "children": [{"value": 2}, {"value": 3, "children": []}]}')).toBe(true);
    expect(admits(schema, '{"value": 1, "children": [{"children": []}]}')).toBe(false);
  });

  it("counts items, tuples and entries", () => {
    expect(
      ["[1]", "[1, 2, 3]", "[]", "[1, 2, 3, 4]"].map((text) =>
        admits({ type: "array", items: { type: "integer" }, minItems: 1, maxItems: 3 }, text),
      ),
    ).toEqual([true, true, false, false]);
    const tuple = { type: "array", prefixItems: [{ type: "integer" }, { type: "string" }], items: { type: "boolean" }, minItems: 1 };
    expect(["[1]", '[1, "a"]', '[1, "a", true, false]', "[]", "[1, true]"].map((text) => admits(tuple, text))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    const map = { type: "object", additionalProperties: { type: "integer" }, maxProperties: 2 };
    expect(["{}", '{"x": 1, "y": 2}', '{"x": 1, "y": 2, "z": 3}', '{"x": "1"}'].map((text) => admits(map, text))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("joins keywords beside anyOf with its branches", () => {
    const schema = {
      type: "object",
      anyOf: [
        { additionalProperties: false, properties: { a: { type: "integer" } }, required: ["a"] },
        { additionalProperties: false, properties: { b: { type: ["null", "string"] } }, required: ["b"] },
      ],
    };
    expect(['{"a": 1}', '{"b": null}', '{"b": "x"}', "{}"].map((text) => admits(schema, text))).toEqual([true, true, true, false]);
  });

  it("refuses to join keywords that look at one another only within one schema", () => {
    const schema = { ...closed, anyOf: [{ properties: { a: { type: "integer" } } }] };
    expect(explainSchema(schema).unsupported.map(({ keyword }) => keyword)).toEqual(["anyOf"]);
  });

  it("names every keyword that it does not know", () => {
    const schema = {
      ...closed,
      properties: {
        a: { type: "number", minimum: 3 },
        b: { type: "array", items: true, uniqueItems: true },
        c: { type: "string", pattern: "(?=x)" },
      },
      patternProperties: {},
    };
    expect(explainSchema(schema).unsupported.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(
      [
        "#/properties/c pattern",
        "#/properties/b uniqueItems",
        "#/properties/b/items true",
        "#/properties/a minimum",
        "# patternProperties",
      ].sort((a, b) => explainOrder(schema, a) - explainOrder(schema, b)),
    );
    expect(() => jsonSchemaToGbnf(schema)).toThrow(expect.objectContaining({ code: "use.schema-unsupported" }));
    expect(() => jsonSchemaToGbnf(schema)).toThrow(/patternProperties.*minimum.*uniqueItems/);
  });

  it("writes constants as models do", () => {
    expect(admits({ enum: [{ k: [1, "y"] }] }, '{"k": [1, "y"]}')).toBe(true);
    expect(admits({ const: "a", type: "string" }, '"a"')).toBe(true);
  });

  it("says what it narrows", () => {
    expect(explainSchema({ properties: { a: { type: "string" } } }).rewritten.map(({ keyword }) => keyword)).toEqual([
      "type",
      "additionalProperties",
    ]);
  });

  const key = fc.constantFrom("a", "b c", "ü", 'q"', "e");
  const { pair } = fc.letrec<{ pair: { schema: { [keyword: string]: unknown }; value: unknown } }>((tie) => ({
    pair: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      fc.string().map((value) => ({ schema: { type: "string" }, value: value.replaceAll(/[\ud800-\udfff]/g, "?") })),
      fc.integer({ min: -1e9, max: 1e9 }).map((value) => ({ schema: { type: "integer" }, value })),
      fc
        .double({ noNaN: true, min: -1e6, max: 1e6 })
        .map((value) => ({ schema: { type: "number" }, value: Math.round(value * 1000) / 1000 })),
      fc.constantFrom("x", 5, null).map((value) => ({ schema: { enum: ["z", value] }, value })),
      fc.boolean().map((value) => ({ schema: { type: ["boolean", "null"] }, value })),
      fc.array(tie("pair"), { maxLength: 3 }).map((items) => ({
        schema: { type: "array", prefixItems: items.map(({ schema }) => schema), items: false },
        value: items.map(({ value }) => value),
      })),
      fc
        .uniqueArray(fc.tuple(key, tie("pair"), fc.constantFrom("required", "optional", "left out")), {
          maxLength: 4,
          selector: ([name]) => name,
        })
        .map((entries) => ({
          schema: {
            ...closed,
            properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
            required: entries.filter(([, , kind]) => kind === "required").map(([name]) => name),
          },
          value: Object.fromEntries(entries.filter(([, , kind]) => kind !== "left out").map(([name, { value }]) => [name, value])),
        })),
      fc.tuple(tie("pair"), tie("pair")).map(([one, other]) => ({ schema: { anyOf: [other.schema, one.schema] }, value: one.value })),
    ),
  }));

  it("admits every instance of a schema in the declared order", () => {
    fc.assert(
      fc.property(pair, ({ schema, value }) => {
        expect(admits(schema, spacedJson(value))).toBe(true);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it("leads to valid values only, whatever way is taken", () => {
    fc.assert(
      fc.property(pair, fc.infiniteStream(fc.nat(255)), ({ schema }, choices) => {
        const grammar = textGrammar(jsonSchemaToGbnf(schema));
        const text: number[] = [];
        let state = grammar.start;
        // Long ways are cut: what is left is then not checked.
        while (!grammar.mustEnd(state) && text.length < 400) {
          if (grammar.canEnd(state) && text.length > 30) break;
          const from = choices.next().value ?? 0;
          const close =
            text.length > 60
              ? ['"', "}", "]", "0"].map((char) => char.charCodeAt(0)).find((byte) => grammar.acceptByte(state, byte) !== null)
              : undefined;
          const byte =
            close ?? Array.from({ length: 256 }, (_, index) => (from + index) % 256).find((one) => grammar.acceptByte(state, one) !== null);
          if (byte === undefined) throw new Error("a dead end");
          state = grammar.acceptByte(state, byte) ?? state;
          text.push(byte);
        }
        fc.pre(grammar.canEnd(state));
        const value: unknown = JSON.parse(Buffer.from(text).toString());
        expect(z.fromJSONSchema(schema).safeParse(value).success).toBe(true);
      }),
      { numRuns: 200, seed: 13 },
    );
  });
});

function explainOrder(schema: JsonSchema, finding: string): number {
  return explainSchema(schema).unsupported.findIndex(({ pointer, keyword }) => `${pointer} ${keyword}` === finding);
}
