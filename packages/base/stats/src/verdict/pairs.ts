import { requireRange } from "../internal/require.ts";

/** Above it differences and their squares lose their meaning. */
const LARGEST = 1e300;

/** One example's scores; null is missing. Items without a cluster stand alone. */
export interface Pair {
  readonly id: string;
  readonly cluster?: string | undefined;
  readonly champion: number | null;
  readonly candidate: number | null;
}

export type ScoreScale = "binary" | "share" | "real";

/** Candidate minus champion in the good direction: `known` where both are there, and the least and most it can be. */
export interface Difference {
  readonly id: string;
  readonly cluster: string;
  readonly known: number | null;
  readonly worst: number;
  readonly best: number;
}

export interface PairsOptions {
  readonly scale: ScoreScale;
  readonly direction: "higher" | "lower";
  readonly range?: readonly [number, number] | undefined;
}

/** Returns the range of a score on this scale; undefined where it has none. */
export function scoreRange({ scale, range }: Pick<PairsOptions, "scale" | "range">): readonly [number, number] | undefined {
  if (scale !== "real") return [0, 1];
  if (range !== undefined) requireRange("range", range);
  return range;
}

/** Returns the differences in the order of the ids, so that the order of the pairs changes nothing. @throws TypeError for scores off the scale, RangeError for an id twice */
export function differencesOf(pairs: readonly Pair[], options: PairsOptions): readonly Difference[] {
  const [low, high] = scoreRange(options) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const seen = new Set<string>();
  const wrong: string[] = [];
  const checked = (pair: Pair, side: "champion" | "candidate"): number | null => {
    const score = pair[side];
    if (score === null) return null;
    const fits = Math.abs(score) <= LARGEST && score >= low && score <= high && (options.scale !== "binary" || score === 0 || score === 1);
    if (!fits) wrong.push(`${side} of "${pair.id}" is ${String(score)}`);
    return score;
  };
  const sign = options.direction === "higher" ? 1 : -1;
  const differences = pairs.map((pair) => {
    if (seen.has(pair.id)) throw new RangeError(`Pairs must have ids of their own, "${pair.id}" is there twice. Average repeats first.`);
    seen.add(pair.id);
    const champion = checked(pair, "champion");
    const candidate = checked(pair, "candidate");
    const ends = [(candidate ?? low) - (champion ?? high), (candidate ?? high) - (champion ?? low)].map((end) => sign * end || 0);
    return {
      id: pair.id,
      cluster: pair.cluster === undefined ? `item ${pair.id}` : `cluster ${pair.cluster}`,
      known: champion === null || candidate === null ? null : sign * (candidate - champion) || 0,
      worst: Math.min(...ends),
      best: Math.max(...ends),
    };
  });
  if (wrong.length > 0) {
    const more = wrong.length > 20 ? `; and ${wrong.length - 20} more` : "";
    throw new TypeError(
      `Scores must be null or ${options.scale === "binary" ? "0 or 1" : `finite, in ${low}..${high} and at most 1e300`}: ${wrong.slice(0, 20).join("; ")}${more}.`,
    );
  }
  return differences.sort((a, b) => (a.id < b.id ? -1 : 1));
}
