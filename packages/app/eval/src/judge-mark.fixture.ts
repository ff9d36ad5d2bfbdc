import type { Calibration, Estimate, LabelledItem, Scorer } from "@pawl/core";
import type { Evaluation } from "./evaluation.ts";
import { datasetOf, numbers, right } from "./run/evaluate.fixture.ts";
import { evaluate } from "./run/evaluate.ts";

/** A judge of numbers: yes to a doubled one. */
export type NumberJudge = Scorer<unknown, number, number, "right">;

export function rate(value: number, n = 100): Estimate {
  return { value, interval: [value - 0.1, value + 0.1], level: 0.95, n, method: "wilson" };
}

/** A calibration that says .8 of yes and .9 of no is found, κ = .7, with labelled items where some are given. */
export function calibrationWith(labelled?: readonly LabelledItem[]): Calibration {
  return {
    items: labelled?.length ?? 100,
    raters: 2,
    sensitivity: rate(0.8),
    specificity: rate(0.89),
    kappa: rate(0.7),
    dataset: "labels",
    ...(labelled === undefined ? {} : { labelled }),
  };
}

export function numberJudge(calibration: Calibration | null): NumberJudge {
  return { ...right, judge: { model: { id: "qwen-judge" }, calibration } };
}

/** A run of the doubling task of which a judge says that those with the given numbers are wrong. */
export async function judgedNumbers(
  n: number,
  options: {
    readonly calibration?: Calibration | null;
    readonly wrong?: (input: number) => boolean;
    readonly away?: (input: number) => boolean;
  } = {},
): Promise<Evaluation<number, number, "right">> {
  const { away = () => false, calibration = null, wrong = () => false } = options;
  return evaluate({
    dataset: datasetOf(numbers(n)),
    run: (input: number): number => {
      if (away(input)) throw new Error("The endpoint is away.");
      return wrong(input) ? -1 : 2 * input;
    },
    scorers: [numberJudge(calibration)],
    clock: { now: () => 0, sleep: async () => {} },
  });
}

type Run = Evaluation<number, number, "right">;

/** The runs with people's labels of the first so many examples of each in their judge's calibration: `human` says what people gave an example on a side. */
export function labelledRuns(
  runs: { readonly before: Run; readonly after: Run },
  labelled: number,
  human: (input: number, side: "before" | "after") => number,
): { readonly before: Run; readonly after: Run } {
  const labels = (["before", "after"] as const).flatMap((side) =>
    runs[side].items.slice(0, labelled).flatMap(({ scores, trace }): LabelledItem[] => {
      const judge = scores.right.kind === "score" ? scores.right.value : null;
      if (judge === null) return [];
      return [{ id: trace.origin.example?.id ?? "", trace: trace.id, judge, human: human(Number(trace.input), side) }];
    }),
  );
  const judge = { model: { id: "qwen-judge" }, calibration: calibrationWith(labels) };
  const of = (run: Run): Run => ({ ...run, metrics: { right: { ...run.metrics.right, judge } } });
  return { before: of(runs.before), after: of(runs.after) };
}
