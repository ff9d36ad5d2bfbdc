import type { CallOptions } from "./call-options.ts";
import type { Json, JsonSchema } from "./json.ts";

export type ToolDefinition = { readonly name: string; readonly description: string; readonly parameters: JsonSchema };

/** `args` is parsed, not checked. What it throws goes to the model and into the step. */
export interface Tool {
  readonly definition: ToolDefinition;
  readonly execute: (args: unknown, options?: CallOptions) => Promise<Json>;
}
