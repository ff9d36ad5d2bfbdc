import { closedSchema, type Json, type JsonSchema } from "@pawl/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fromStrict, toStrict } from "./strict-schema.ts";

const Ticket = z.object({
  intent: z.enum(["where", "claim"]),
  place: z.string().optional(),
  kind: z.enum(["a", "b"]).optional(),
  note: z.string().nullable().optional(),
  item: z.object({ name: z.string(), amount: z.number().optional() }).optional(),
  lines: z.array(z.object({ text: z.string().optional() })),
  tone: z.string().default("plain"),
});
const schemaOf = (type: z.ZodType): JsonSchema => closedSchema(z.toJSONSchema(type, { io: "input" }));

describe("toStrict", () => {
  it("requires everything, makes what was optional nullable, closes objects and drops defaults", () => {
    expect(toStrict(schemaOf(Ticket))).toEqual({
      type: "object",
      properties: {
        intent: { type: "string", enum: ["where", "claim"] },
        place: { type: ["string", "null"] },
        kind: { type: ["string", "null"], enum: ["a", "b", null] },
        note: { type: ["string", "null"] },
        item: {
          anyOf: [
            {
              type: "object",
              properties: { name: { type: "string" }, amount: { type: ["number", "null"] } },
              required: ["name", "amount"],
              additionalProperties: false,
            },
            { type: "null" },
          ],
        },
        lines: {
          type: "array",
          items: { type: "object", properties: { text: { type: ["string", "null"] } }, required: ["text"], additionalProperties: false },
        },
        tone: { type: ["string", "null"] },
      },
      required: ["intent", "place", "kind", "note", "item", "lines", "tone"],
      additionalProperties: false,
    });
  });

  it("leaves a strict schema as it is, and its argument too", () => {
    const schema = schemaOf(Ticket);
    const before = structuredClone(schema);
    const strict = toStrict(schema);
    expect(strict && toStrict(strict)).toEqual(strict);
    expect(schema).toEqual(before);
  });

  it("puts a root that is no object into one, oneOf as anyOf", () => {
    expect(toStrict({ oneOf: [{ type: "string" }, { type: "number" }], $defs: { x: { type: "string" } } })).toEqual({
      type: "object",
      properties: { value: { anyOf: [{ type: "string" }, { type: "number" }] } },
      required: ["value"],
      additionalProperties: false,
      $defs: { x: { type: "string" } },
    });
  });

  it("is null for objects whose names are not known", () => {
    expect(toStrict({ type: "object" })).toBeNull();
    expect(toStrict(z.toJSONSchema(z.object({ map: z.record(z.string(), z.number()) })))).toBeNull();
    expect(toStrict({ type: "object", properties: {}, additionalProperties: false })).not.toBeNull();
  });
});

describe("fromStrict", () => {
  const round = (type: z.ZodType, value: Json): unknown => type.parse(fromStrict(value, schemaOf(type)));

  it("takes out the nulls of optional properties and keeps those that may be null", () => {
    const strict = {
      intent: "where",
      place: null,
      kind: null,
      note: null,
      item: { name: "x", amount: null },
      lines: [{ text: null }],
      tone: null,
    };
    expect(fromStrict(strict, schemaOf(Ticket))).toEqual({ intent: "where", note: null, item: { name: "x" }, lines: [{}] });
    expect(round(Ticket, strict)).toEqual({ intent: "where", note: null, item: { name: "x" }, lines: [{}], tone: "plain" });
  });

  it("unwraps a root, and follows references and the alternative that is meant", () => {
    const Shape = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("circle"), label: z.string().optional() }),
      z.object({ kind: z.literal("square"), label: z.string().nullable() }),
    ]);
    expect(round(Shape, { value: { kind: "circle", label: null } })).toEqual({ kind: "circle" });
    expect(round(Shape, { value: { kind: "square", label: null } })).toEqual({ kind: "square", label: null });
    const tree = {
      $ref: "#/$defs/node",
      $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" }, name: { type: "string" } } } },
    };
    expect(fromStrict({ next: { name: "b", next: null }, name: null }, tree)).toEqual({ next: { name: "b" } });
  });

  it("gives other values back as they are", () => {
    for (const value of [null, 1, "x", [1], { foreign: null }])
      expect(fromStrict(value, { type: "object", properties: {} })).toEqual(value);
  });
});
