import type { GenerateResult } from "@pawl/core";

/** Each label's share of the probability; together 1. */
export type LabelWeights = { readonly [label: string]: number };

/** Tokens less likely than this are left out (as the implementations of G-Eval do). */
const LEAST_PROBABILITY = 0.01;

/**
 * Returns how the model weighed the labels at the token where it stated its verdict: the probabilities of the likeliest tokens there, those of at
 * least .01, by the label they begin, over their sum (Liu et al. 2023, G-Eval, §2). Null where it cannot be told: no log-probabilities, tokens that
 * are not the reply from the verdict on, or a token that begins several labels.
 */
export function labelWeights(
  result: Pick<GenerateResult, "logProbs" | "message">,
  labelAt: number,
  labels: readonly string[],
): LabelWeights | null {
  const { logProbs, message } = result;
  if (logProbs === null) return null;
  // From the end: a character before the verdict that two tokens share is no text of either, and would move every place behind it.
  let at = message.content.length;
  const found = logProbs.findLast(({ token }) => {
    at -= token.length;
    return at <= labelAt;
  });
  if (found === undefined || at < 0) return null;
  const behind = logProbs.slice(logProbs.lastIndexOf(found));
  if (behind.map(({ token }) => token).join("") !== message.content.slice(at)) return null;
  // What of the token stands before the label: a quote, a space.
  const lead = message.content.slice(at, labelAt);
  const mass = new Map<string, number>();
  const seen = new Set<string>();
  for (const { logProb, token } of [...found.top, found]) {
    const probability = Math.exp(logProb);
    if (seen.has(token) || probability < LEAST_PROBABILITY || !token.startsWith(lead)) continue;
    seen.add(token);
    const begun = labelsBegunBy(token.slice(lead.length), labels);
    if (begun.length > 1) return null;
    for (const label of begun) mass.set(label, (mass.get(label) ?? 0) + probability);
  }
  const total = [...mass.values()].reduce((sum, share) => sum + share, 0);
  return total > 0 ? Object.fromEntries(labels.map((label) => [label, (mass.get(label) ?? 0) / total])) : null;
}

/** `yes",` ends the label it holds, `ye` begins one; an empty rest begins none. */
function labelsBegunBy(rest: string, labels: readonly string[]): string[] {
  const text = rest.toLowerCase();
  if (text === "") return [];
  return labels.filter((one) => {
    const label = one.toLowerCase();
    return label.startsWith(text) || (text.startsWith(label) && !/^[\p{L}\p{N}-]/u.test(text.slice(label.length)));
  });
}
