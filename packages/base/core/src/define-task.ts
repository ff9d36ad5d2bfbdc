import type { StandardSchemaV1 } from "@standard-schema/spec";
import { closedSchema } from "./closed-schema.ts";
import { hashOf } from "./hash.ts";
import type { JsonSchema } from "./json.ts";
import type { Profile } from "./profile.ts";
import type { DescribedSchema, Task } from "./task.ts";

/** Says what to do: a mismatch inside Standard Schema's own types is eleven lines about `validate(...)`. */
type SaysItself<S> = S extends { readonly "~standard": { readonly jsonSchema: unknown } }
  ? unknown
  : { readonly "this schema cannot say itself as JSON Schema: wrap it in withJsonSchema(schema, jsonSchema)": never };

/** What comes out could have gone in: defaults are fine, a transform to another type is not. */
type OneShape<S extends StandardSchemaV1> = [StandardSchemaV1.InferOutput<S>] extends [StandardSchemaV1.InferInput<S>]
  ? unknown
  : { readonly "this output schema transforms: model, data set and scorer must see one shape": never };

const DEFAULT_PROFILE: Profile = { stakes: "complementary", trigger: "reactive", adaptation: "static", audience: "internal" };

export interface TaskDefinition<Name extends string, In extends StandardSchemaV1, Out extends StandardSchemaV1> {
  /** Lower-case letters, digits and hyphens: it names files and commands. */
  readonly name: Name;
  readonly input: In & SaysItself<In>;
  readonly output: Out & SaysItself<Out> & OneShape<Out>;
  /** @default complementary, reactive, static, internal */
  readonly profile?: Partial<Profile> | undefined;
}

/**
 * Returns the typed contract of one AI feature. Schemas are Standard Schema objects that can say themselves as JSON Schema.
 * @throws TypeError where the name is not one, or a schema cannot say itself or transforms its output.
 */
export function defineTask<const Name extends string, In extends StandardSchemaV1, Out extends StandardSchemaV1>(
  definition: TaskDefinition<Name, In, Out>,
): Task<Name, StandardSchemaV1.InferInput<In>, StandardSchemaV1.InferOutput<Out>> {
  const { name } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new TypeError(`A task's name is lower-case letters, digits and hyphens, beginning with a letter; got ${JSON.stringify(name)}.`);
  }
  const input = described<StandardSchemaV1.InferInput<In>, unknown>(definition.input, name, "input");
  const output = described<unknown, StandardSchemaV1.InferOutput<Out>>(definition.output, name, "output");
  sayOutput(output, name);
  const outputJsonSchema = closedSchema(sayInput(output));
  const profile = { ...DEFAULT_PROFILE, ...definition.profile };
  const hash = hashOf({ name, input: closedSchema(sayInput(input)), output: outputJsonSchema, profile });
  return { name, input, output, outputJsonSchema, profile, hash };
}

function described<I, O>(schema: StandardSchemaV1, task: string, side: "input" | "output"): DescribedSchema<I, O> {
  if (!("jsonSchema" in schema["~standard"])) {
    throw new TypeError(
      `The ${side} schema of task "${task}" cannot say itself as JSON Schema. Wrap it: withJsonSchema(schema, jsonSchema).`,
    );
  }
  return schema as DescribedSchema<I, O>;
}

function sayInput(schema: DescribedSchema<never, unknown> | DescribedSchema<unknown, unknown>): JsonSchema {
  return schema["~standard"].jsonSchema.input({ target: "draft-2020-12" });
}

/** A schema that transforms cannot say its output: zod throws then. */
function sayOutput(schema: DescribedSchema<unknown, unknown>, task: string): void {
  try {
    schema["~standard"].jsonSchema.output({ target: "draft-2020-12" });
  } catch (cause) {
    throw new TypeError(
      `The output schema of task "${task}" transforms: model, data set and scorer must see one shape. Transform after the run instead.`,
      { cause },
    );
  }
}
