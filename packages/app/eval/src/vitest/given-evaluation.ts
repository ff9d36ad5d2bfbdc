import type { Evaluation } from "../evaluation.ts";
import type { Baseline } from "../gate/baseline.ts";

/** Returns the value as an evaluation. @throws TypeError that names where it was given, and an await that may be missing */
export function givenEvaluation(value: unknown, where: string): Evaluation<unknown, unknown> {
  if (isEvaluation(value)) return value;
  const awaited = value instanceof Promise ? " Is an await missing?" : "";
  throw new TypeError(`${where} is given what evaluate() returns; got ${value instanceof Promise ? "a promise" : typeof value}.${awaited}`);
}

/** Whether the value is what `parseBaseline` makes of a blessed file. */
export function isBaseline(value: unknown): value is Baseline {
  return typeof value === "object" && value !== null && "format" in value && value.format === "pawl.baseline/1" && "criteria" in value;
}

function isEvaluation(value: unknown): value is Evaluation<unknown, unknown> {
  return typeof value === "object" && value !== null && "format" in value && value.format === "pawl.run/1" && "items" in value;
}
