import { defineTask } from "@pawl/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { preflightSchema } from "./preflight-schema.ts";
import type { SchemaEngine } from "./schema-dialect.ts";

const task = defineTask({
  name: "t",
  input: z.string(),
  output: z.object({
    intent: z.enum(["track", "claim"]),
    email: z.email().optional(),
    code: z.string().min(2).max(8).optional(),
    count: z.number().min(1),
    tags: z.array(z.string()).max(3),
  }),
});
const engine = (dialect: SchemaEngine["dialect"], jsonSchema: SchemaEngine["jsonSchema"] = "enforced"): SchemaEngine => ({
  jsonSchema,
  dialect,
});

function handlings(schema: Parameters<typeof preflightSchema>[0], of: SchemaEngine): { readonly [place: string]: string } {
  return Object.fromEntries(
    preflightSchema(schema, of).findings.map(({ pointer, keyword, handling }) => [`${pointer}#${keyword}`, handling]),
  );
}

describe("preflightSchema", () => {
  it("says per keyword what our grammar holds to and sends the rest without it", () => {
    const found = handlings(task.outputJsonSchema, engine("pawl-gbnf"));
    expect(found).toMatchObject({
      "#properties": "enforced",
      "#required": "enforced",
      "/properties/code#minLength": "enforced",
      "/properties/count#minimum": "checked-after",
      "/properties/email#format": "checked-after",
      "/properties/email#pattern": "enforced",
      "/properties/tags#maxItems": "enforced",
    });
    const { schema } = preflightSchema(task.outputJsonSchema, engine("pawl-gbnf"));
    expect(schema).toMatchObject({ properties: { count: { type: "number" } }, required: ["intent", "count", "tags"] });
    expect(JSON.stringify(schema)).not.toMatch(/minimum|format/);
  });

  it("rewrites for OpenAI's strict mode and leaves out what it refuses", () => {
    const { schema, report } = preflightSchema(task.outputJsonSchema, engine("openai-strict"));
    expect(handlings(task.outputJsonSchema, engine("openai-strict"))).toMatchObject({
      "#properties": "rewritten",
      "/properties/code#maxLength": "checked-after",
      "/properties/count#minimum": "enforced",
      "/properties/email#format": "enforced",
    });
    expect(schema).toMatchObject({
      required: ["intent", "email", "code", "count", "tags"],
      additionalProperties: false,
      properties: { code: { type: ["string", "null"] } },
    });
    expect(JSON.stringify(schema)).not.toContain("maxLength");
    expect(report).toMatch(
      /^\d+ of \d+ keywords are enforced as they stand\.\n\(root\) properties: rewritten\. Optional ones are required and may be null.*: email, code\./,
    );
  });

  it("says that a root was wrapped and oneOf became anyOf", () => {
    const union = { oneOf: [{ type: "string" }, { type: "number" }] };
    expect(handlings(union, engine("openai-strict"))).toMatchObject({ "#type": "rewritten", "#oneOf": "rewritten" });
    expect(preflightSchema(union, engine("openai-strict")).schema).toMatchObject({
      properties: { value: { anyOf: [{ type: "string" }, { type: "number" }] } },
    });
    expect(preflightSchema(union, engine("pawl-gbnf")).schema).toEqual({ anyOf: [{ type: "string" }, { type: "number" }] });
  });

  it("sends no schema that strict mode cannot say, nor any to an engine that takes none", () => {
    const record = {
      type: "object",
      properties: { byName: { type: "object", additionalProperties: { type: "number" } } },
      required: ["byName"],
    };
    for (const of of [engine("openai-strict"), engine("none", "none")]) {
      const { schema, findings } = preflightSchema(record, of);
      expect(schema).toBeNull();
      expect(new Set(findings.map(({ handling }) => handling))).toEqual(new Set(["checked-after"]));
    }
    expect(preflightSchema(record, engine("none", "requested"))).toMatchObject({
      schema: record,
      findings: [{ handling: "checked-after" }, {}, {}, {}, {}, {}],
    });
  });

  it("finds every keyword once, wherever it is", () => {
    const deep = { allOf: [{ type: "object", properties: { "a/b": { not: { minLength: 1 } } } }], title: "x" };
    expect(Object.keys(handlings(deep, engine("none", "requested")))).toEqual([
      "#allOf",
      "/allOf/0#type",
      "/allOf/0#properties",
      "/allOf/0/properties/a~1b#not",
      "/allOf/0/properties/a~1b/not#minLength",
    ]);
  });
});
