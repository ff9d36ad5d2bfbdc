import type { JsonSchema, LanguageModel } from "@pawl/core";
import { preflightSchema } from "./preflight-schema.ts";
import { boundQuotes, withoutQuotes } from "./quoted-fields.ts";
import type { RunPlan } from "./run-plan.ts";

const SAYS_NOTHING = new Set(["type", "title", "description", "examples"]);

/**
 * Returns the schema that a model is sent with one input: without what its dialect would refuse, pieces to be quoted bound to the input's text.
 * Null where none is sent: free decoding, a model that takes none, a text without any further rule.
 */
export function responseSchema(plan: RunPlan<never, unknown>, model: LanguageModel, input: unknown): JsonSchema | null {
  const { jsonSchema, schemaDialect } = model.capabilities;
  if (plan.variant.decoding === "free" || jsonSchema === "none" || isPlainText(plan)) return null;
  const { outputJsonSchema } = plan.task;
  if (schemaDialect !== "pawl-gbnf") return withoutQuotes(outputJsonSchema);
  const { schema } = preflightSchema(outputJsonSchema, { jsonSchema, dialect: schemaDialect });
  return schema === null ? null : boundQuotes(schema, input);
}

/** Such a text is better written as it is than as a JSON string. */
function isPlainText({ form, task }: RunPlan<never, unknown>): boolean {
  return form.kind === "text" && Object.keys(task.outputJsonSchema).every((keyword) => SAYS_NOTHING.has(keyword));
}
