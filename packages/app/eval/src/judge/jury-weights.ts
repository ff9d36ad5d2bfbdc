import type { Calibration, Scorer } from "@pawl/core";
import { metricFacts } from "../evaluation.ts";

type Juror = Pick<Scorer, "direction" | "hash" | "judge" | "name" | "scale">;

/**
 * Returns a weight for each juror from how well it agreed with people, the mean of all weights 1: for a majority the log-odds ln(p/(1 − p)) of its balanced
 * accuracy p (Nitzan and Paroush 1982: the best weights for independent jurors; none below .5), for a mean 1 / its mean squared error. Rates are shrunk by a half-right pair
 * of items, so that a juror that made no error on a few items does not decide alone.
 * @throws TypeError for a juror without a calibration, or with that of another judge; for a mean on a real scale; where no juror is better than chance
 */
export function calibratedWeights(jurors: readonly Juror[], options: { readonly name: string; readonly majority: boolean }): number[] {
  const { majority, name } = options;
  const raw = jurors.map((juror) => {
    const calibration = metricFacts(juror).judge?.calibration ?? null;
    if (calibration === null)
      throw new TypeError(
        `jury "${name}": weights from calibration need every juror to have its own; "${juror.name}" (${juror.judge?.model.id ?? "no model"}) has none, or that of another judge.`,
      );
    const weight = majority ? logOdds(calibration) : inverseError(calibration, juror.scale);
    if (weight !== null) return weight;
    const lacks = majority ? "sensitivity and specificity" : "labelled items on a scale from 0 to 1";
    throw new TypeError(`jury "${name}": the calibration of "${juror.name}" has no ${lacks}. Give the weights as numbers.`);
  });
  return normalised(raw, name);
}

/** Returns given weights with a mean of 1. @throws TypeError, RangeError where they are not one number of at least 0 a juror, or all 0 */
export function givenWeights(weights: readonly number[], options: { readonly name: string; readonly jurors: number }): number[] {
  const { jurors, name } = options;
  if (weights.length !== jurors)
    throw new TypeError(`jury "${name}": "weights" has a number for each juror; got ${weights.length} of ${jurors}.`);
  const wrong = weights.find((weight) => !(weight >= 0 && Number.isFinite(weight)));
  if (wrong !== undefined) throw new RangeError(`jury "${name}": a weight is a number of at least 0; got ${wrong}.`);
  return normalised(weights, name);
}

function normalised(weights: readonly number[], name: string): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new TypeError(`jury "${name}": no juror has a weight: none is shown to be better than chance.`);
  // Rounded: they are part of the jury's hash.
  return weights.map((weight) => Number(((weight * weights.length) / total).toFixed(6)));
}

function logOdds({ sensitivity, specificity }: Calibration): number | null {
  if (sensitivity === null || specificity === null) return null;
  const shrunk = ({ n, value }: { readonly n: number; readonly value: number }): number => (value * n + 1) / (n + 2);
  const p = (shrunk(sensitivity) + shrunk(specificity)) / 2;
  return Math.max(0, Math.log(p / (1 - p)));
}

function inverseError({ labelled = [] }: Calibration, scale: Juror["scale"]): number | null {
  if (scale === "real" || labelled.length === 0) return null;
  const squares = labelled.reduce((sum, { human, judge }) => sum + (judge - human) ** 2, 0);
  return (labelled.length + 2) / (squares + 1);
}
