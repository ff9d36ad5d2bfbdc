import { hashOf, type Json, type Score, type Scorer, type Step, type Unscored } from "@pawl/core";
import { innerScore, innerVoid, type MemberScore, madeFrom, memberScore } from "./inner-score.ts";

export interface WeightedMember<I, O, E> {
  readonly scorer: Scorer<I, O, E>;
  /** 0: recorded only, in the detail. @default 1 */
  readonly weight?: number | undefined;
}

export interface WeightedOptions<I, O, E, Name extends string> {
  readonly name: Name;
  readonly members: readonly WeightedMember<I, O, E>[];
}

/**
 * Returns a scorer of the weighted mean of others, in 0..1, higher is better: Σ w·v / Σ w, where v is 1 − value for a scorer of which lower is
 * better. Unscored where a member that counts is unscored, whatever the others say. A member of weight 0 or made by `recordOnly`, and what it says,
 * is in the detail only. @throws TypeError for a real scale; RangeError for a weight below 0 or none above it
 */
export function weighted<I, O, E, const Name extends string>(options: WeightedOptions<I, O, E, Name>): Scorer<I, O, E, Name> {
  const { name } = options;
  const members = options.members.map(({ scorer, weight = 1 }) => ({ scorer, weight: scorer.role === "recorded" ? 0 : weight }));
  checkMembers(name, members);
  const judge = members.find(({ scorer }) => scorer.judge)?.scorer.judge;
  const combined = (results: readonly MemberScore[]): Score | Unscored => {
    const detail: { readonly [field: string]: Json }[] = [];
    const unscored: string[] = [];
    const steps: Step[] = [];
    let broken = false;
    let sum = 0;
    let total = 0;
    results.forEach((result, i) => {
      const { scorer, weight = 0 } = members[i] ?? {};
      if (scorer === undefined) return;
      steps.push(...(result.steps ?? []));
      const value = result.kind === "score" ? result.value : null;
      detail.push({ scorer: scorer.name, weight, value, ...(result.reason === undefined ? {} : { reason: result.reason }) });
      if (weight === 0) return;
      total += weight;
      if (value !== null) sum += weight * (scorer.direction === "higher" ? value : 1 - value);
      else {
        unscored.push(`${scorer.name}: ${result.reason ?? "unscored"}`);
        broken ||= result.broken ?? false;
      }
    });
    const reason = unscored.join("; ");
    if (broken) throw new Error(reason);
    const withSteps = steps.length > 0 ? { steps } : {};
    if (unscored.length > 0) return { kind: "unscored", reason, ...withSteps };
    const counted = results.filter((_, i) => (members[i]?.weight ?? 0) > 0);
    return madeFrom({ kind: "score", value: Math.min(1, sum / total), detail: { members: detail }, ...withSteps }, counted);
  };
  return {
    name,
    hash: hashOf({ scorer: "pawl.weighted/1", members: members.map(({ scorer, weight }) => ({ scorer: scorer.hash, weight })) }),
    direction: "higher",
    scale: "share",
    ...(judge ? { judge: { model: judge.model, calibration: null } } : {}),
    score: async (request, options) =>
      combined(await Promise.all(members.map(({ scorer }) => memberScore(() => innerScore(scorer, request, options), options)))),
    ...(members.some(({ scorer }) => scorer.scoreVoid)
      ? {
          scoreVoid: async (request, options) =>
            combined(await Promise.all(members.map(({ scorer }) => memberScore(() => innerVoid<I, E>(scorer, request, options), options)))),
        }
      : {}),
  };
}

function checkMembers(
  name: string,
  members: readonly { readonly scorer: Pick<Scorer, "name" | "scale">; readonly weight: number }[],
): void {
  const real = members.find(({ scorer, weight }) => scorer.scale === "real" && weight > 0);
  if (real) throw new TypeError(`"${real.scorer.name}" in "${name}" is on a real scale and cannot be averaged. Take passAt of it.`);
  const wrong = members.find(({ weight }) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong) throw new RangeError(`The weight of "${wrong.scorer.name}" in "${name}" is a number of at least 0; got ${wrong.weight}.`);
  if (!members.some(({ weight }) => weight > 0)) throw new RangeError(`"${name}" needs a member with a weight above 0.`);
}
