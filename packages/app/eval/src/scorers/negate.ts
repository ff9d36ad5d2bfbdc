import { hashOf, type Score, type Scorer, type Unscored } from "@pawl/core";
import { worstValue } from "../run/score-case.ts";
import { innerScore, innerVoid, isByRule, madeFrom } from "./inner-score.ts";

/**
 * Returns the opposite of a binary or share scorer: 1 − its value, in the same direction, called `not-…`. What is unscored stays unscored, a
 * scorer that throws or answers off its scale is unscored too, and an invalid or refused answer stays the worst: a failure never turns into a pass.
 * @throws TypeError for a real scale, which has no opposite
 */
export function negate<I, O, E, const Name extends string>(scorer: Scorer<I, O, E, Name>): Scorer<I, O, E, `not-${Name}`> {
  if (scorer.scale === "real") throw new TypeError(`"${scorer.name}" is on a real scale, which has no opposite. Negate passAt of it.`);
  const { judge } = scorer;
  const turned = (result: Score | Unscored): Score | Unscored => {
    if (result.kind === "unscored") return result;
    return madeFrom({ ...result, value: isByRule(result) ? worstValue(scorer) : 1 - result.value }, [result]);
  };
  return {
    name: `not-${scorer.name}`,
    hash: hashOf({ scorer: "pawl.negate/1", of: scorer.hash }),
    direction: scorer.direction,
    scale: scorer.scale,
    ...(judge ? { judge: { model: judge.model, calibration: null } } : {}),
    ...(scorer.role === undefined ? {} : { role: scorer.role }),
    score: async (request, options) => turned(await innerScore(scorer, request, options)),
    ...(scorer.scoreVoid ? { scoreVoid: async (request, options) => turned(await innerVoid<I, E>(scorer, request, options)) } : {}),
  };
}
