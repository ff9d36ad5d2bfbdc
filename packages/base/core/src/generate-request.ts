import type { JsonSchema } from "./json.ts";
import type { Message } from "./message.ts";
import type { ToolDefinition } from "./tool.ts";
import type { Sampling } from "./variant.ts";

export interface GenerateRequest {
  readonly messages: readonly Message[];
  readonly sampling: Sampling;
  readonly seed?: number | undefined;
  readonly responseSchema?: { readonly name: string; readonly schema: JsonSchema } | undefined;
  readonly tools?: readonly ToolDefinition[] | undefined;
  readonly toolChoice?: "auto" | "none" | "required" | { readonly name: string } | undefined;
  readonly topLogProbs?: number | undefined;
}
