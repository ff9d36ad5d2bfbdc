import type { ScoreRequest } from "@pawl/core";
import { filled, type Missing } from "../template-text.ts";

export type Request = ScoreRequest<unknown, unknown, unknown>;

/**
 * Returns a grader's text with `{{item.…}}` and `{{sample.…}}` filled in. `item` is the example's input where that is an object (else `input`), with
 * `expected`, `ideal` and `alternatives` where the input has none of that name; `sample` has `output_text`, `output_json` where the output is an
 * object or reads as one, and `output_tools`, the tool calls of the last model step.
 */
export function graderText(text: string, request: Request): string | Missing {
  return filled(text, namespaces(request));
}

function namespaces({ example, output, trace }: Request): { readonly item: object; readonly sample: object } {
  const { alternatives, expected, input } = example;
  const fields = typeof input === "object" && input !== null && !Array.isArray(input) ? input : { input };
  const known = expected === undefined ? {} : { expected, ideal: expected, ...(alternatives === undefined ? {} : { alternatives }) };
  const json = typeof output === "string" ? parsed(output) : output;
  const last = trace.steps.findLast((step) => step.kind === "model");
  const tools = last?.kind === "model" ? last.result?.message.toolCalls : undefined;
  return {
    item: { ...known, ...fields },
    sample: {
      output_text: typeof output === "string" ? output : JSON.stringify(output),
      ...(typeof json === "object" && json !== null ? { output_json: json } : {}),
      ...(tools === undefined
        ? {}
        : {
            output_tools: tools.map(({ id, name, argumentsText }) => ({
              id,
              type: "function",
              function: { name, arguments: argumentsText },
            })),
          }),
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
