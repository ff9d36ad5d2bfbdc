import { type Calibration, isPawlError, type Json, type Score, type Scorer, type Step, type Unscored } from "@pawl/core";
import { juryVerdict } from "@pawl/stats";
import { scorerHash } from "../scorers/code-scorer.ts";
import { innerScore } from "../scorers/inner-score.ts";
import { juryModel } from "./jury-families.ts";
import { calibratedWeights, givenWeights } from "./jury-weights.ts";

export interface JuryOptions<Name extends string> {
  readonly name: Name;
  /** `majority` is for yes/no judges; `mean` and `median` for any of one scale. @default "majority" for binary judges, else "mean" */
  readonly combine?: "majority" | "mean" | "median" | undefined;
  /**
   * The least agreement that gives a score, in 0..1: 1 − the mean distance of the votes from their median, which for yes/no votes is the share of the
   * larger side. Below it the jury abstains: unscored. @default 0
   */
  readonly abstainAt?: number | undefined;
  /**
   * How much each vote counts: `"calibration"` by how well each juror agreed with people (`judge.calibration` of each), or a number of at least 0 for each. Not for a
   * median. @default all alike
   */
  readonly weights?: "calibration" | readonly number[] | undefined;
  /** The least share of jurors whose vote must be there. @default more than half */
  readonly quorum?: number | undefined;
  /** Of the jury as a whole. @default null */
  readonly calibration?: Calibration | null | undefined;
}

/**
 * Returns a jury of judges as one scorer: every judge is asked, and the votes are combined; an even split of a majority is unscored. A juror that fails or is
 * in doubt casts no vote. The detail has each juror's vote (null for none), from which `juryVotes` gives the table that error correlation and the
 * effective number of judges are computed from. @throws TypeError for less than two judges, equal ones, ones of different scales or directions, or weights that cannot be had
 */
export function jury<I, O, E, const Name extends string>(
  judges: readonly Scorer<I, O, E>[],
  options: JuryOptions<Name>,
): Scorer<I, O, E, Name> {
  const { abstainAt = 0, name } = options;
  const first = requireJurors(judges, name);
  const combine = options.combine ?? (first.scale === "binary" ? "majority" : "mean");
  if (combine === "majority" && first.scale !== "binary")
    throw new TypeError(`jury "${name}": a majority is of yes/no judges; take "mean" or "median" for a ${first.scale} scale.`);
  if (!(abstainAt >= 0 && abstainAt <= 1)) throw new RangeError(`"abstainAt" is within 0..1; got ${abstainAt}.`);
  if (options.quorum !== undefined && !(options.quorum > 0 && options.quorum <= 1))
    throw new RangeError(`"quorum" is within 0..1 and above 0; got ${options.quorum}.`);
  const least = options.quorum === undefined ? Math.floor(judges.length / 2) + 1 : Math.ceil(options.quorum * judges.length);
  const models = judges.map((judge) => judge.judge?.model.id ?? judge.name);
  if (options.weights !== undefined && combine === "median") throw new TypeError(`jury "${name}": a median takes no weights.`);
  const weights =
    options.weights === undefined
      ? null
      : options.weights === "calibration"
        ? calibratedWeights(judges, { name, majority: combine === "majority" })
        : givenWeights(options.weights, { name, jurors: judges.length });
  return {
    name,
    hash: scorerHash("jury", 1, { jurors: judges.map(({ hash }) => hash), combine, abstainAt, least, ...(weights ? { weights } : {}) }),
    direction: first.direction,
    scale: combine === "majority" ? "binary" : first.scale === "real" ? "real" : "share",
    judge: { model: juryModel(models), calibration: options.calibration ?? null },
    score: async (request, callOptions) => {
      const votes: { readonly judge: string; readonly model: string; readonly value: number | null; readonly reason: string | null }[] = [];
      const steps: Step[] = [];
      let failure: { readonly error: unknown } | null = null;
      for (const [i, juror] of judges.entries()) {
        let vote: Score | Unscored;
        try {
          vote = await innerScore(juror, request, { ...callOptions, report: (step) => void steps.push(step) });
        } catch (error) {
          callOptions?.abortSignal?.throwIfAborted();
          if (isPawlError(error, "use.same-family") || isPawlError(error, "use.over-budget")) throw error;
          failure = { error };
          vote = { kind: "unscored", reason: error instanceof Error ? error.message : String(error) };
        }
        steps.push(...(vote.steps ?? []));
        const value = vote.kind === "score" ? vote.value : null;
        votes.push({ judge: juror.name, model: models[i] ?? juror.name, value, reason: vote.reason ?? null });
      }
      const cast = votes.flatMap(({ value }) => (value === null ? [] : [value]));
      if (cast.length < least) {
        // An outage is no judgement: thrown, so that it is tried again.
        if (failure) throw failure.error;
        return { kind: "unscored", reason: `Only ${cast.length} of ${judges.length} jurors gave a vote; ${least} are needed.`, steps };
      }
      const agreement = agreementOf(cast);
      if (agreement < abstainAt)
        return { kind: "unscored", reason: `The jury abstains: its agreement is ${agreement.toFixed(2)}, below ${abstainAt}.`, steps };
      const value =
        weights === null
          ? juryVerdict(cast, { rule: combine }).value
          : weighed(
              votes.map((vote) => vote.value),
              { weights, majority: combine === "majority" },
            );
      if (value === null) return { kind: "unscored", reason: "The jury is split evenly.", steps };
      const detail: Json = { votes, combine, agreement, ...(weights === null ? {} : { weights }) };
      return { kind: "score", value: first.scale === "real" ? value : Math.min(1, value), detail, steps };
    },
  };
}

/** The weighted mean of the votes that were cast, or which side weighs more; null where neither does. */
function weighed(
  votes: readonly (number | null)[],
  { majority, weights }: { readonly weights: readonly number[]; readonly majority: boolean },
): number | null {
  let sum = 0;
  let total = 0;
  for (const [i, vote] of votes.entries()) {
    if (vote === null) continue;
    sum += (weights[i] ?? 0) * vote;
    total += weights[i] ?? 0;
  }
  if (total === 0) return null;
  if (!majority) return sum / total;
  // Rounded weights of two sides that are equal differ in the last places.
  return Math.abs(2 * sum - total) < 1e-9 ? null : 2 * sum > total ? 1 : 0;
}

function agreementOf(votes: readonly number[]): number {
  const median = juryVerdict(votes, { rule: "median" }).value ?? 0;
  return 1 - votes.reduce((sum, vote) => sum + Math.abs(vote - median), 0) / votes.length;
}

function requireJurors(
  judges: readonly Pick<Scorer, "direction" | "hash" | "name" | "scale">[],
  name: string,
): Pick<Scorer, "direction" | "scale"> {
  const [first] = judges;
  if (first === undefined || judges.length < 2)
    throw new TypeError(`jury "${name}": a jury has at least two judges; got ${judges.length}.`);
  if (new Set(judges.map(({ hash }) => hash)).size < judges.length)
    throw new TypeError(
      `jury "${name}": two judges are the same, model and settings included. A vote that is counted twice is no second opinion.`,
    );
  const other = judges.find(({ direction, scale }) => direction !== first.direction || scale !== first.scale);
  if (other)
    throw new TypeError(`jury "${name}": its judges have one scale and direction; "${other.name}" has another than "${first.name}".`);
  return first;
}
