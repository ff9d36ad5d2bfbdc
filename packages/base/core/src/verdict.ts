/** `null` is "not known" or "no bound on this side". `effect` is candidate minus champion in the score's own good direction. */
export type Verdict = {
  readonly kind: "better" | "worse" | "equivalent" | "inconclusive";
  readonly useful: boolean;
  readonly metric: string;
  readonly effect: number | null;
  readonly interval: readonly [number | null, number | null];
  readonly level: number;
  readonly minimumUsefulEffect: number;
  readonly n: number;
  readonly needed: number | null;
  readonly method: string;
  /** In plain words, one sentence each: what was not shown, what made it inconclusive. */
  readonly notes: readonly string[];
};
