import { isPlain, kindOf, said } from "./plain-value.ts";

const DIRECTIONS = ["higher", "lower"];
const SCALES = ["binary", "share", "real"];

/** Returns what is wrong with a task's scorers, in sentences: without one of its fields a scorer's scores cannot be kept or compared. */
export function scorerProblems(scorers: unknown, at: string): readonly string[] {
  if (!Array.isArray(scorers) || scorers.length === 0) return [`${at} must be a list with at least one scorer; the first is the headline`];
  return scorers.flatMap((scorer: unknown, i) => {
    if (!isPlain(scorer)) return [`${at}[${i}] must be a scorer, as label() of @pawl/eval returns; got ${kindOf(scorer)}`];
    const { direction, hash, name, scale, score } = scorer;
    const wrong = [
      typeof name === "string" && name !== "" ? null : "a name",
      typeof hash === "string" && hash !== "" ? null : "a hash, a text that changes with its code and settings",
      DIRECTIONS.some((one) => one === direction) ? null : `a direction, "higher" or "lower" (got ${said(direction)})`,
      SCALES.some((one) => one === scale) ? null : `a scale, "binary", "share" or "real" (got ${said(scale)})`,
      typeof score === "function" ? null : "a function score",
    ].filter((problem) => problem !== null);
    const called = typeof name === "string" && name !== "" ? ` "${name}"` : "";
    return wrong.length === 0 ? [] : [`${at}[${i}]${called} is no scorer: it needs ${wrong.join("; ")}`];
  });
}
