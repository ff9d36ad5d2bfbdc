import { defineTask, defineVariant } from "@pawl/core";
import { fakeModel } from "@pawl/core/testing";
import { expect, it } from "vitest";
import * as z from "zod";
import { createRunner } from "./create-runner.ts";

const task = defineTask({
  name: "quote",
  input: z.object({ message: z.string() }),
  output: z.object({ item: z.string().meta({ quoteOf: "message" }).optional(), count: z.number().multipleOf(2) }),
});
const variant = defineVariant({ task: "quote", model: { id: "fake" }, instructions: "" });

async function schemaSent(capabilities: Parameters<typeof fakeModel>[0]): Promise<unknown> {
  const model = fakeModel({ answers: '{"item": "red kite", "count": 2}', ...capabilities });
  await createRunner({ task, variant, models: [model] }).run({ message: "My red kite is torn" });
  return model.calls[0]?.responseSchema?.schema;
}

it("binds pieces to be quoted to the input's text for an engine that can hold to them", async () => {
  const sent = await schemaSent({ capabilities: { schemaDialect: "pawl-gbnf" } });
  expect(sent).toMatchObject({ properties: { item: { type: "string", quoteFrom: "My red kite is torn" } } });
});

it("leaves out what the engine's dialect cannot enforce, and checks it after", async () => {
  expect(await schemaSent({ capabilities: { schemaDialect: "pawl-gbnf" } })).toMatchObject({ properties: { count: { type: "number" } } });
  const model = fakeModel({ answers: '{"count": 3}', capabilities: { schemaDialect: "pawl-gbnf" } });
  const { outcome } = await createRunner({ task, variant, models: [model] }).run({ message: "x" });
  expect(outcome).toMatchObject({ kind: "invalid", issues: [{ path: "count" }] });
});

it("sends other engines the schema without the keyword, which they would refuse", async () => {
  expect(JSON.stringify(await schemaSent({}))).not.toContain("quote");
});
