import type { Scorer } from "@pawl/core";
import { anyAccepted } from "./code-scorer.ts";

export interface NumericOptions {
  /** Largest absolute difference that still counts as equal. @default 0 */
  readonly tolerance?: number | undefined;
  /** Largest difference as a share of the expected number; the larger of the two allowances counts. @default 0 */
  readonly relativeTolerance?: number | undefined;
}

/**
 * Returns a scorer of numbers: 1 where the output lies within the tolerance of the expected number or of an alternative. Of a text the
 * last number counts (commas between thousands are passed over); a text without one scores 0.
 * @throws RangeError for a negative tolerance.
 */
export function numeric(options: NumericOptions = {}): Scorer<unknown, number | string, number | string, "numeric"> {
  const tolerance = atLeastZero("tolerance", options.tolerance ?? 0);
  const relativeTolerance = atLeastZero("relativeTolerance", options.relativeTolerance ?? 0);
  return anyAccepted<number | string, number | string, "numeric">({
    name: "numeric",
    kind: "numeric",
    version: 1,
    settings: { tolerance, relativeTolerance },
    passes: (output, accepted) => {
      const given = numberIn(output);
      const wanted = numberIn(accepted);
      return given !== null && wanted !== null && Math.abs(given - wanted) <= Math.max(tolerance, relativeTolerance * Math.abs(wanted));
    },
  });
}

const NUMBER = /[-+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/g;

/** Returns a number, or the last one in a text; null where there is none. */
export function numberIn(value: number | string): number | null {
  if (typeof value === "number") return value;
  const last = value.match(NUMBER)?.at(-1);
  return last === undefined ? null : Number(last.replaceAll(",", ""));
}

function atLeastZero(option: string, value: number): number {
  if (!(value >= 0)) throw new RangeError(`"${option}" is a number of at least 0; got ${value}.`);
  return value;
}
