import { seededRandom } from "@pawl/core";

export type CostAxis = "ms" | "tokens" | "microDollars" | "calls" | "labels";

/** A variant that led, with what it cost. Scores are in the headline's unit, by example in the order of the race. */
export type CostPoint = { readonly name: string; readonly cost: number; readonly scores: readonly number[] };

/**
 * The curve error = a · cost^(−b). `nextPoint` is the cost at which the remaining error is .01 smaller than at the last point, with the band's ends;
 * `high` is null where the band has no upper end. Without a curve `why` says what is missing.
 */
export type Forecast = {
  readonly axis: CostAxis;
  readonly per: "case" | "climb";
  readonly points: readonly { readonly name: string; readonly cost: number; readonly error: number; readonly n: number }[];
  readonly fit: { readonly scale: number; readonly exponent: number } | null;
  readonly band: readonly { readonly cost: number; readonly error: number; readonly low: number; readonly high: number }[];
  readonly nextPoint: { readonly cost: number; readonly low: number; readonly high: number | null } | null;
  readonly level: number;
  readonly why: string;
};

export interface ForecastOptions {
  readonly axis: CostAxis;
  readonly per: "case" | "climb";
  readonly direction: "higher" | "lower";
  readonly scale: "binary" | "share" | "real";
  readonly level: number;
  readonly seed: number;
}

/** Enough for a band at 95 %, and quick: the price of the next point is a rough figure whatever is spent on it. */
const RESAMPLES = 200;
const BAND_POINTS = 24;
/** Two points always lie on a power law: three is the least that can contradict one. */
const LEAST_POINTS = 3;

/**
 * Returns a cost-of-quality curve through what led so far: a power law of the remaining error, fitted by least squares on logarithms, with a
 * percentile band from resampling the examples (the same for all points, so that the pairing stays). An error below half an example counts as that.
 */
export function forecast(points: readonly CostPoint[], options: ForecastOptions): Forecast {
  const { axis, per, level } = options;
  const errorOf = (scores: readonly number[]): number => {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    return Math.max(options.direction === "higher" ? 1 - mean : mean, 1 / (2 * scores.length));
  };
  const usable = points.filter(({ cost, scores }) => cost > 0 && scores.length > 0);
  const shown = usable.map(({ name, cost, scores }) => ({ name, cost, error: errorOf(scores), n: scores.length }));
  const none = (why: string): Forecast => ({ axis, per, points: shown, fit: null, band: [], nextPoint: null, level, why });
  if (options.scale === "real") return none("A score without a best value leaves no error to forecast.");
  const costs = new Set(usable.map(({ cost }) => cost));
  if (costs.size < LEAST_POINTS) {
    return none(
      `Cannot be forecast from ${costs.size} ${costs.size === 1 ? "point" : "points"}: a curve needs ${LEAST_POINTS} variants of different cost that each led.`,
    );
  }
  const fit = fitted(shown);
  const last = shown.at(-1);
  if (last === undefined || fit === null || fit.exponent <= 0)
    return none("What led later did not cost more: this data shows no price of quality.");

  const random = seededRandom(options.seed).fork(`forecast/${axis}/${per}`);
  const longest = Math.max(...usable.map(({ scores }) => scores.length));
  const fits = Array.from({ length: RESAMPLES }, () => {
    const drawn = Array.from({ length: longest }, () => Math.floor(random.next() * longest));
    return fitted(usable.map(({ cost, scores }) => ({ cost, error: errorOf(drawnFrom(scores, drawn)) })));
  });
  const tail = (1 - level) / 2;
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const band = Array.from({ length: BAND_POINTS }, (_, index) => {
    const cost = least * ((2 * most) / least) ** (index / (BAND_POINTS - 1));
    const errors = fits.map((one) => (one === null ? 1 : Math.min(1, at(one, cost)))).sort((a, b) => a - b);
    return { cost, error: Math.min(1, at(fit, cost)), low: quantile(errors, tail), high: quantile(errors, 1 - tail) };
  });
  const prices = fits.map((one) => (one === null ? Number.POSITIVE_INFINITY : priceOf(one, last))).sort((a, b) => a - b);
  const high = quantile(prices, 1 - tail);
  const cost = priceOf(fit, last);
  if (!Number.isFinite(cost)) return { ...none("Less than one point of error is left."), fit, band };
  const low = quantile(prices, tail);
  return {
    axis,
    per,
    points: shown,
    fit,
    band,
    nextPoint: { cost, low: Number.isFinite(low) ? low : cost, high: Number.isFinite(high) ? high : null },
    level,
    why: `A power law through ${shown.length} points.`,
  };
}

type Fit = { readonly scale: number; readonly exponent: number };

function fitted(points: readonly { readonly cost: number; readonly error: number }[]): Fit | null {
  const xs = points.map(({ cost }) => Math.log(cost));
  const ys = points.map(({ error }) => Math.log(error));
  const [mx, my] = [average(xs), average(ys)];
  let [sxx, sxy] = [0, 0];
  for (const [i, x] of xs.entries()) {
    sxx += (x - mx) ** 2;
    sxy += (x - mx) * ((ys[i] ?? my) - my);
  }
  if (sxx === 0) return null;
  const exponent = -sxy / sxx;
  return { scale: Math.exp(my + exponent * mx), exponent };
}

function at({ scale, exponent }: Fit, cost: number): number {
  return scale * cost ** -exponent;
}

/** From the last point along the curve's slope, so that a point off the curve does not make the next one free. */
function priceOf({ exponent }: Fit, last: { readonly cost: number; readonly error: number }): number {
  if (last.error <= 0.01 || exponent <= 0) return Number.POSITIVE_INFINITY;
  return last.cost * (last.error / (last.error - 0.01)) ** (1 / exponent);
}

function drawnFrom(scores: readonly number[], drawn: readonly number[]): readonly number[] {
  const out = drawn.flatMap((index) => scores[index] ?? []);
  return out.length > 0 ? out : scores;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN;
}
