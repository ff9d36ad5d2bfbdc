import { type Score, type Scorer, type Trace, traceTotals, type Unscored } from "@pawl/core";
import { scorerHash } from "../code-scorer.ts";

/**
 * Returns a scorer of what a case cost in micro-dollars, lower is better, whatever its outcome: a failed case is paid for too. An answer from a cache
 * counts what it cost when it was made. Unscored where the cost of a call is not known.
 */
export function cost(): Scorer<unknown, unknown, unknown, "cost-micro-dollars"> {
  return ofTotals("cost-micro-dollars", {}, ({ microDollars }) => microDollars);
}

/** Returns a scorer of the tokens of a case, lower is better, whatever its outcome. Unscored where an engine did not say. */
export function tokens(
  options: { readonly of?: "input" | "output" | "total" | undefined } = {},
): Scorer<unknown, unknown, unknown, "tokens"> {
  const { of = "total" } = options;
  return ofTotals("tokens", { of }, ({ inputTokens, outputTokens }) => {
    if (of === "input") return inputTokens;
    if (of === "output") return outputTokens;
    return inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens;
  });
}

function ofTotals<const Name extends string>(
  name: Name,
  settings: { readonly [option: string]: string },
  read: (totals: ReturnType<typeof traceTotals>) => number | null,
): Scorer<unknown, unknown, unknown, Name> {
  const score = (trace: Pick<Trace, "steps">): Score | Unscored => {
    const value = read(traceTotals(trace));
    return value === null ? { kind: "unscored", reason: "An engine did not say, or a price is not known." } : { kind: "score", value };
  };
  return {
    name,
    hash: scorerHash(name, 1, settings),
    direction: "lower",
    scale: "real",
    score: ({ trace }) => score(trace),
    scoreVoid: ({ trace }) => score(trace),
  };
}
