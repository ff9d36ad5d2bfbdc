import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "./json.ts";
import type { DescribedSchema } from "./task.ts";

/** Returns a schema that validates as the given one does and says itself as the given JSON Schema, for a plain Standard Schema that cannot. */
export function withJsonSchema<I, O>(schema: StandardSchemaV1<I, O>, jsonSchema: JsonSchema): DescribedSchema<I, O> {
  const said = (): Record<string, unknown> => structuredClone(jsonSchema) as Record<string, unknown>;
  return { "~standard": { ...schema["~standard"], jsonSchema: { input: said, output: said } } };
}
