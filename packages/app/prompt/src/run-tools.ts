import {
  type CallOptions,
  type Clock,
  hashOf,
  type Json,
  type Message,
  PawlError,
  type PawlErrorShape,
  type Step,
  type Tool,
  type ToolCall,
  type Variant,
} from "@pawl/core";
import { failureShape } from "./call-failure.ts";
import { stopIfOver } from "./call-model.ts";
import { modelJson } from "./model-json.ts";
import { neutralise } from "./neutralise.ts";

/** Returns the tools that a variant allows, in its order. @throws TypeError naming every one that was not given or whose definition changed. */
export function allowedTools(variant: Variant, tools: readonly Tool[]): readonly Tool[] {
  const wrong: string[] = [];
  const found = (variant.tools?.allowed ?? []).flatMap(({ name, hash }) => {
    const tool = tools.find(({ definition }) => definition.name === name);
    if (tool === undefined) wrong.push(`"${name}" was not given`);
    else if (hashOf(tool.definition) === hash) return [tool];
    else wrong.push(`"${name}" has another definition than the variant was made with`);
    return [];
  });
  if (wrong.length > 0) throw new TypeError(`The variant's tools and the tools given do not match: ${wrong.join("; ")}.`);
  return found;
}

export interface RunToolsOptions {
  readonly tools: readonly Tool[];
  readonly options: CallOptions;
  readonly clock: Clock;
  readonly steps: Step[];
}

/**
 * Calls the tools that a model asked for, one after another, and returns their messages in the same order. What a tool throws, a name that is not
 * allowed and arguments that are not JSON go to the model as errors and into the step. @throws the signal's reason on abort.
 */
export async function runTools(calls: readonly ToolCall[], { tools, options, clock, steps }: RunToolsOptions): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (const call of calls) {
    stopIfOver(options, clock);
    const startedAt = clock.now();
    let result: Json = null;
    let error: PawlErrorShape | null = null;
    try {
      result = await run(call, tools, options);
    } catch (thrown) {
      error = failureShape(thrown, options);
      if (options.abortSignal?.aborted) throw thrown;
    } finally {
      steps.push({
        kind: "tool",
        callId: call.id,
        name: call.name,
        argumentsText: call.argumentsText,
        result,
        error,
        startedAt,
        totalMs: clock.now() - startedAt,
      });
    }
    const content = error === null ? (typeof result === "string" ? result : modelJson(result)) : `Error: ${error.message}`;
    messages.push({ role: "tool", toolCallId: call.id, content: neutralise(content), ...(error === null ? {} : { isError: true }) });
  }
  return messages;
}

async function run(call: ToolCall, tools: readonly Tool[], options: CallOptions): Promise<Json> {
  const tool = tools.find(({ definition }) => definition.name === call.name);
  if (tool === undefined) {
    throw new PawlError(
      "data.tool-unknown",
      `There is no tool "${call.name}". There are: ${tools.map(({ definition }) => definition.name).join(", ")}.`,
      { facts: { tool: call.name } },
    );
  }
  return tool.execute(parseArguments(call), options);
}

function parseArguments(call: ToolCall): unknown {
  if (call.argumentsText.trim() === "") return {};
  try {
    return JSON.parse(call.argumentsText);
  } catch (cause) {
    throw new PawlError(
      "data.tool-arguments-invalid",
      `The arguments of the call of "${call.name}" are not valid JSON. Call it again with one JSON object.`,
      { facts: { tool: call.name }, cause },
    );
  }
}
