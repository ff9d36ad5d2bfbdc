import type { Json, ToolCall, Trace } from "@pawl/core";

/** A call as a model made it: core's, the wire's of OpenAI, or parsed already. */
export type GivenCall =
  | ToolCall
  | { readonly name: string; readonly arguments: { readonly [parameter: string]: unknown } }
  | { readonly function: { readonly name: string; readonly arguments: string } };

/** A number that was written with a point or an exponent though it is whole: `5.0`. */
export class WrittenFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export interface ReadCall {
  readonly name: string;
  /** Null where the arguments are no JSON object. */
  readonly args: { readonly [parameter: string]: unknown } | null;
}

/** Returns a call with its arguments parsed; no arguments at all are an empty object. */
export function readCall(call: GivenCall): ReadCall {
  if ("function" in call) return { name: call.function.name, args: parsedArguments(call.function.arguments) };
  if ("argumentsText" in call) return { name: call.name, args: parsedArguments(call.argumentsText) };
  return { name: call.name, args: call.arguments };
}

/** Returns the calls in a run: those that its models asked for, in order; where none is known, the tools that ran. */
export function callsIn({ steps }: Pick<Trace, "steps">): GivenCall[] {
  const asked = steps.flatMap((step) => (step.kind === "model" ? (step.result?.message.toolCalls ?? []) : []));
  if (asked.length > 0) return asked;
  return steps.flatMap((step) => (step.kind === "tool" ? [{ id: step.callId, name: step.name, argumentsText: step.argumentsText }] : []));
}

function parsedArguments(text: string): ReadCall["args"] {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text, keepFloats);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function keepFloats(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && Number.isInteger(value) && /[.eE]/.test(context?.source ?? "") ? new WrittenFloat(value) : value;
}

/** Returns a value with the written floats as plain numbers. */
export function plainValue(value: unknown): unknown {
  if (value instanceof WrittenFloat) return value.value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plainValue(member)]));
}

/** Returns a value short enough to be shown. */
export function shown(value: unknown): Json {
  if (value instanceof WrittenFloat) return value.value.toFixed(1);
  const text = JSON.stringify(plainValue(value)) ?? "undefined";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
