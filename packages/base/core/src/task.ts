import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonSchema } from "./json.ts";
import type { Profile } from "./profile.ts";
import type { Sha256 } from "./scalars.ts";

/** A schema that validates (Standard Schema) and can say itself as JSON Schema (zod ≥ 4.2, valibot and arktype by their adapters; `withJsonSchema` for the rest). */
export type DescribedSchema<I, O = I> = StandardSchemaV1<I, O> & StandardJSONSchemaV1<I, O>;

/**
 * `I` is what a caller hands in (the input schema's input); `O` is what a caller gets (the output schema's output).
 * `defineTask` refuses an output schema that transforms: the model, the data set and the scorer must all see one shape.
 */
export interface Task<out Name extends string = string, out I = unknown, out O = unknown> {
  readonly name: Name;
  readonly input: DescribedSchema<I, unknown>;
  readonly output: StandardSchemaV1<unknown, O>;
  /** As the model sees it: closed objects, no defaults filled in. */
  readonly outputJsonSchema: JsonSchema;
  readonly profile: Profile;
  /** Of name, both JSON Schemas and profile. Changes when the contract does. */
  readonly hash: Sha256;
}

export type TaskRef = { readonly name: string; readonly hash: Sha256 };

export type InputOf<T> = T extends Task<string, infer I, unknown> ? I : never;

export type OutputOf<T> = T extends Task<string, unknown, infer O> ? O : never;
