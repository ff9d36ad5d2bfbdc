import { hashOf, type Score, type Scorer, type Unscored } from "@pawl/core";
import { innerScore, innerVoid, madeFrom } from "./inner-score.ts";

/**
 * Returns a scorer that gives 1 where another reaches a threshold, at least it where higher is better, at most it where lower is; called
 * `…-pass`. The detail holds the value. What is unscored stays unscored. @throws RangeError for a threshold off the scale
 */
export function passAt<I, O, E, const Name extends string>(
  scorer: Scorer<I, O, E, Name>,
  threshold: number,
): Scorer<I, O, E, `${Name}-pass`> {
  if (!Number.isFinite(threshold) || (scorer.scale !== "real" && (threshold < 0 || threshold > 1))) {
    throw new RangeError(`The threshold of "${scorer.name}" lies on its ${scorer.scale} scale; got ${threshold}.`);
  }
  const { direction, judge } = scorer;
  const decided = (result: Score | Unscored): Score | Unscored => {
    if (result.kind === "unscored") return result;
    const passes = direction === "higher" ? result.value >= threshold : result.value <= threshold;
    const detail = { value: result.value, threshold, ...(result.detail === undefined ? {} : { of: result.detail }) };
    return madeFrom({ ...result, value: passes ? 1 : 0, detail }, [result]);
  };
  return {
    name: `${scorer.name}-pass`,
    hash: hashOf({ scorer: "pawl.pass-at/1", of: scorer.hash, threshold }),
    direction: "higher",
    scale: "binary",
    ...(judge ? { judge: { model: judge.model, calibration: null } } : {}),
    ...(scorer.role === undefined ? {} : { role: scorer.role }),
    score: async (request, options) => decided(await innerScore(scorer, request, options)),
    ...(scorer.scoreVoid ? { scoreVoid: async (request, options) => decided(await innerVoid<I, E>(scorer, request, options)) } : {}),
  };
}
