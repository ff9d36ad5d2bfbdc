import type { Estimate } from "@pawl/core";
import { fisherF } from "../distributions/fisher-f.ts";
import { requireNumberRows } from "../internal/ratings.ts";
import { requireLevel } from "../internal/require.ts";
import { inUnits, unitOf } from "../internal/unit.ts";
import { proportionEstimate } from "../intervals/proportion.ts";

/** "ICC(1)": other raters for each item; "ICC(2,1)": these raters stand for others, agreement counts; "ICC(3,1)": only these raters, consistency counts. */
export type IccForm = "ICC(1)" | "ICC(2,1)" | "ICC(3,1)";

export interface IccOptions {
  /** @default "ICC(2,1)" */
  readonly form?: IccForm | undefined;
  /** @default 0.95 */
  readonly level?: number | undefined;
}

/**
 * Returns the intraclass correlation of single ratings (Shrout and Fleiss 1979), `scores[item][rater]`: ICC(1) = (MSB − MSW)/(MSB + (k − 1)MSW); ICC(2,1) =
 * (MSB − MSE)/(MSB + (k − 1)MSE + k(MSJ − MSE)/n), ICC(3,1) without its last term; interval by F (McGraw and Wong 1996). Agrees with the mean squares of R's aov and what psych prints, cut to −1..1; raters who never differ take 2·w − 1 with w Wilson's bound of as many items agreed on. Items with a gap (null) are left out. Assumes
 * normal scores and independent items. Null under two complete items or two raters, when no score varies, or where ICC(2,1)'s components add up to no variance.
 * @throws TypeError for what is no number; RangeError for rows of unequal length
 */
export function intraclassCorrelation(scores: readonly (readonly (number | null)[])[], options: IccOptions = {}): Estimate | null {
  const { form = "ICC(2,1)", level = 0.95 } = options;
  requireLevel("level", level);
  requireNumberRows("scores", scores);
  const complete = scores.flatMap((row) => {
    const given = row.filter((score) => score !== null);
    return given.length === row.length ? [given] : [];
  });
  const unit = unitOf(...complete);
  const rows = complete.map((row) => inUnits(row, unit));
  const n = rows.length;
  const k = rows[0]?.length ?? 0;
  if (n < 2 || k < 2) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
  const grand = mean(rows.map(mean));
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - grand) ** 2, 0);
  const columns = Array.from({ length: k }, (_, j) => mean(rows.map((row) => row[j] ?? 0)));
  const between = k * squares(rows.map(mean));
  const raters = n * squares(columns);
  const total = squares(rows.flat());
  if (total === 0) return null;
  const msb = between / (n - 1);
  const msw = Math.max(0, total - between) / (n * (k - 1));
  const msj = raters / (k - 1);
  const rest = (n - 1) * (k - 1);
  const mse = Math.max(0, total - between - raters) / rest;
  const result = (raw: number, interval: readonly [number, number], method: string = form): Estimate => {
    const value = Math.max(-1, Math.min(1, raw));
    return { value, interval: [Math.max(-1, Math.min(value, interval[0])), Math.min(1, Math.max(value, interval[1]))], level, n, method };
  };
  const equal = (): Estimate =>
    result(1, [2 * proportionEstimate({ successes: n, n }, { level }).interval[0] - 1, 1], `${form}, no disagreement seen`);
  const q = (d1: number, d2: number): number => fisherF(d1, d2).quantile((1 + level) / 2);
  if (form !== "ICC(2,1)") {
    const [noise, df] = form === "ICC(1)" ? [msw, n * (k - 1)] : [mse, rest];
    if (noise === 0) return equal();
    const f = msb / noise;
    const of = (ratio: number): number => (ratio - 1) / (ratio + k - 1);
    return result(of(f), [of(f / q(n - 1, df)), of(f * q(df, n - 1))]);
  }
  const whole = msb + (k - 1) * mse + (k * (msj - mse)) / n;
  if (whole <= 1e-12 * (msb + mse)) return null;
  const value = (msb - mse) / whole;
  if (mse === 0) return msj === 0 ? equal() : result(value, [-1, 1]);
  const fj = msj / mse;
  const a = n * (1 + (k - 1) * value) - k * value;
  const v = (rest * (k * value * fj + a) ** 2) / ((n - 1) * k ** 2 * value ** 2 * fj ** 2 + a ** 2);
  const [fu, fl] = [q(n - 1, v), q(v, n - 1)];
  const spread = k * msj + (k * n - k - n) * mse;
  return result(value, [(n * (msb - fu * mse)) / (fu * spread + n * msb), (n * (fl * msb - mse)) / (spread + n * fl * msb)]);
}
