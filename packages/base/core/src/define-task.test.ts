import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineTask } from "./define-task.ts";
import { withJsonSchema } from "./with-json-schema.ts";

const input = z.object({ message: z.string() });
const output = z.object({ intent: z.enum(["where", "claim"]), tone: z.string().default("plain") });
const intake = defineTask({ name: "intake", input, output });

/** A Standard Schema that validates and cannot say itself. */
const plain: StandardSchemaV1<{ a: string }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) =>
      typeof value === "object" && value !== null && "a" in value && typeof value.a === "string"
        ? { value: { a: value.a } }
        : { issues: [{ message: "a is a text" }] },
  },
};

describe("a task", () => {
  it("says its output as a model is shown it: closed, no defaults, nothing of the dialect", () => {
    expect(intake.outputJsonSchema).toEqual({
      type: "object",
      properties: { intent: { type: "string", enum: ["where", "claim"] }, tone: { type: "string" } },
      required: ["intent"],
      additionalProperties: false,
    });
  });

  it("is complementary, reactive, static and internal unless it says otherwise", () => {
    expect(intake.profile).toEqual({ stakes: "complementary", trigger: "reactive", adaptation: "static", audience: "internal" });
    expect(defineTask({ name: "t", input, output, profile: { audience: "customer" } }).profile).toEqual({
      ...intake.profile,
      audience: "customer",
    });
  });

  it("has the hash of what it promises: name, schemas, profile", () => {
    const others = [
      defineTask({ name: "intake-2", input, output }),
      defineTask({ name: "intake", input: z.object({ text: z.string() }), output }),
      defineTask({ name: "intake", input, output: z.object({ intent: z.enum(["where"]) }) }),
      defineTask({ name: "intake", input, output, profile: { stakes: "critical" } }),
    ];
    expect(new Set([intake, ...others].map(({ hash }) => hash)).size).toBe(5);
    expect(defineTask({ name: "intake", input, output }).hash).toBe(intake.hash);
  });

  it("validates by the schemas it was given", async () => {
    expect(await intake.output["~standard"].validate({ intent: "where" })).toEqual({ value: { intent: "where", tone: "plain" } });
    expect((await intake.output["~standard"].validate({ intent: "refund" })).issues?.length).toBe(1);
  });
});

describe("what is no task", () => {
  it.each(["", "Intake", "2nd", "in take", "intake_1", "-x"])("is refused: a name like %j", (name) => {
    expect(() => defineTask({ name, input, output })).toThrow(TypeError);
  });

  it("is refused: an output schema that transforms", () => {
    const transforms: z.ZodType<{ at: string }, { at: string }> = z.object({ at: z.string().transform((text) => text.trim()) });
    expect(() => defineTask({ name: "t", input, output: transforms })).toThrow(/transforms/);
  });

  it("is refused: a schema that cannot say itself, and wrapped it is one", () => {
    const definition = { name: "t", input, output: plain };
    // @ts-expect-error a plain Standard Schema cannot say itself as JSON Schema
    expect(() => defineTask(definition)).toThrow(/withJsonSchema/);
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const task = defineTask({ name: "t", input, output: withJsonSchema(plain, schema) });
    expect(task.outputJsonSchema).toEqual({ ...schema, additionalProperties: false });
    expect(schema).not.toHaveProperty("additionalProperties");
  });

  it("may transform its input: only what a caller hands in is said", () => {
    const task = defineTask({ name: "t", input: z.object({ at: z.string().transform((text) => new Date(text)) }), output });
    expect(task.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

it("withJsonSchema says a copy, for input and output, and validates as before", async () => {
  const schema = { type: "object" };
  const described = withJsonSchema(plain, schema);
  const said = described["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  said["type"] = "changed";
  expect(described["~standard"].jsonSchema.output({ target: "draft-2020-12" })).toEqual({ type: "object" });
  expect(await described["~standard"].validate({ a: "x" })).toEqual({ value: { a: "x" } });
});
