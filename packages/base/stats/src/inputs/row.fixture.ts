import type * as stats from "../index.ts";

/** What a call answers: an error, an error that says this, a number, null, undefined, or fields. */
export type Answer = object | number | null | undefined | typeof RangeError | RegExp;

/** A function of one list of numbers, which its other inputs are made of. */
export interface Row {
  /** Name of the export, then what is special about the row. */
  readonly name: keyof typeof stats | `${keyof typeof stats}, ${string}`;
  readonly call: (values: readonly number[]) => unknown;
  readonly empty?: Answer;
  /** Of one 2. */
  readonly single: Answer;
  /** Of twelve. */
  readonly constant: Answer;
  /** Of values up to ±7e307 of both signs, and of forty from 1e307 up whose sum overflows: a RegExp where it refuses them; no field is NaN. */
  readonly huge?: Answer;
  readonly rising?: Answer;
  /** Which fields of the answer to huge values are rightly Infinity. */
  readonly infinite?: RegExp;
  /** The same of what is no number at the first place; "takes" where it is passed on or means something. */
  readonly notFinite?: "takes";
  /** Where a smaller number than a million is stated as the most. */
  readonly million?: typeof RangeError;
  /** Of values taken: a million where that is fast. @default 200000 for functions of lists, else none */
  readonly many?: number;
}

export const zeros = (values: readonly number[]): number[] => values.map(() => 0);
export const few = { resamples: 10 } as const;
/** Each value beside the next one: two raters. */
export const beside = (values: readonly number[]): number[][] => values.map((x, i) => [x, values[(i + 1) % values.length] ?? x]);
const finite = (x: number, as: number): number => (Number.isFinite(x) ? as : x);
/** 1 for what is above 0; what is no number stays. */
export const bits = (values: readonly number[]): (0 | 1)[] => values.map((x) => finite(x, x > 0 ? 1 : 0) as 0 | 1);
/** In 0..1. */
export const shares = (values: readonly number[]): number[] => values.map((x) => finite(x, 1 / (1 + Math.abs(x))));
/** Wins, losses and ties by turns. */
export const thirds = (values: readonly number[]): number[] => values.map((x, i) => finite(x, [1, 0, 0.5][i % 3] ?? 0));
export const turns = (values: readonly number[]): (0 | 1)[] => values.map((_, i) => (i % 2 === 0 ? 0 : 1));
export const fives = (values: readonly number[]): string[] => values.map((_, i) => `${i % 5}`);
/** The first value; 0 for none. */
export const first = (values: readonly number[]): number => values[0] ?? 0;
