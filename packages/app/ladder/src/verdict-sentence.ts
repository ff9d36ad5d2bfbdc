import type { Verdict } from "@pawl/core";

export interface VerdictSentenceOptions {
  /** As a plural or a name: "Retrieved demonstrations". */
  readonly candidate: string;
  readonly champion: string;
  /** @default the verdict's metric */
  readonly metricLabel?: string | undefined;
  /** Effects of binary and share scores are said in points of 100; real ones as they are. @default "share" */
  readonly scale?: "binary" | "share" | "real" | undefined;
}

/**
 * Returns a verdict in one plain sentence: what was shown, by how much, with the interval, n and pairing; or what was not shown and how
 * many examples would decide it. An unknown end of the interval is left open.
 */
export function verdictSentence(verdict: Verdict, options: VerdictSentenceOptions): string {
  const { candidate, champion, metricLabel = verdict.metric, scale = "share" } = options;
  const amount = (value: number): string => number(scale === "real" ? value : value * 100, scale);
  const unit = scale === "real" ? `of ${metricLabel}` : `points of ${metricLabel}`;
  const evidence = `(${percent(verdict.level)} interval ${range(verdict, amount)}, n = ${verdict.n}, paired)`;
  const bare = `(${percent(verdict.level)} interval, n = ${verdict.n}, paired)`;
  const gap = verdict.effect === null ? null : gapOf(verdict, amount);
  if (verdict.effect === null || gap === null || verdict.n === 0)
    return `${candidate} and ${lowered(champion)} were not compared on any example that both answered.`;
  if (verdict.kind === "better") {
    const small = verdict.useful ? "" : `; a gain below ${amount(verdict.minimumUsefulEffect)} is not excluded`;
    return `${candidate} beat ${lowered(champion)} by ${gap.size} ${unit} ${gap.isInterval ? bare : evidence}${small}.`;
  }
  if (verdict.kind === "worse")
    return `${candidate} lost to ${lowered(champion)} by ${gap.size} ${unit} ${gap.isInterval ? bare : evidence}.`;
  if (verdict.kind === "equivalent") {
    return `${candidate} and ${lowered(champion)} differ by less than ${amount(verdict.minimumUsefulEffect)} ${unit} ${evidence}.`;
  }
  const needed = verdict.needed === null ? "" : `; about ${verdict.needed.toLocaleString("en-US")} examples would decide it`;
  return `Not shown: a gain of ${lowered(candidate)} over ${lowered(champion)}; the difference is ${amount(verdict.effect)} ${unit} ${evidence}${needed}.`;
}

/** The effect, or, where a sequence's interval leaves out the mean so far, the interval alone: a sentence does not contradict itself. */
function gapOf(
  { effect, interval: [low, high] }: Verdict,
  amount: (value: number) => string,
): { readonly size: string; readonly isInterval: boolean } {
  const value = effect ?? 0;
  if (low === null || high === null || (value >= low && value <= high)) return { size: amount(Math.abs(value)), isInterval: false };
  const [near, far] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  return { size: `${amount(near)} to ${amount(far)}`, isInterval: true };
}

function range({ kind, interval: [low, high] }: Verdict, amount: (value: number) => string): string {
  if (low === null && high === null) return "open";
  if (low === null) return `up to ${amount(high ?? 0)}`;
  if (high === null) return `from ${amount(low)}`;
  // What is shown to be better or worse is not 0, however near its bound.
  if (kind === "better" && amount(low) === "0") return `above 0 to ${amount(high)}`;
  if (kind === "worse" && amount(high) === "0") return `${amount(low)} to below 0`;
  return `${amount(low)} to ${amount(high)}`;
}

/** Points are whole from 10 on, one decimal below, one figure where that would say 0 of what is not; the minus sign is a real one. */
function number(value: number, scale: "binary" | "share" | "real"): string {
  const digits = scale === "real" ? 3 : Math.abs(value) >= 9.95 ? 0 : 1;
  const rounded = Number(Math.abs(value).toFixed(digits));
  const text = String(rounded === 0 && Math.abs(value) >= 0.001 ? Number(Math.abs(value).toPrecision(1)) : rounded);
  return value < 0 && text !== "0" ? `−${text}` : text;
}

export function percent(level: number): string {
  return `${Number((level * 100).toFixed(2))} %`;
}

function lowered(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
}
