import type { Score, ScoreRequest, Scorer, Trace, Unscored } from "@pawl/core";
import type { RunOutline } from "../evaluation.ts";
import type { CalibrationItem } from "./calibrate-judge.ts";

export type Asked = ScoreRequest<unknown, string, unknown>;

/** A judge that is a function of what it is asked, and counts how often it is. */
export function judgeOf(
  value: (asked: Asked) => number | null,
  options: { readonly scale?: Scorer["scale"]; readonly hash?: string; readonly model?: string } = {},
): Scorer<unknown, string, unknown, "polite"> & { readonly asked: string[] } {
  const { hash = "judge-1", model = "qwen-judge", scale = "binary" } = options;
  const asked: string[] = [];
  return {
    asked,
    name: "polite",
    hash,
    direction: "higher",
    scale,
    judge: { model: { id: model }, calibration: null },
    score: (request): Score | Unscored => {
      asked.push(`${request.example.id}#${request.trace.origin.example?.repeat}`);
      const score = value(request);
      return score === null ? { kind: "unscored", reason: "in doubt" } : { kind: "score", value: score };
    },
  };
}

/** Items i0, i1, … whose output is "yes" or "no". */
export function itemsOf(verdicts: readonly (0 | 1)[]): CalibrationItem<unknown, string, unknown>[] {
  return verdicts.map((verdict, i) => ({ example: { id: `i${i}`, input: "?" }, output: verdict === 1 ? "yes" : "no" }));
}

export interface ScoredCase {
  readonly id: string;
  readonly value: number | null;
  readonly trace?: string;
  readonly cluster?: string;
  readonly outcome?: "ok" | "invalid" | "timeout";
}

/** A run whose one metric is a judge's. */
export function judgedRun(cases: readonly ScoredCase[], facts: RunOutline<"polite">["metrics"]["polite"]): RunOutline<"polite"> {
  const items = cases.map(({ cluster, id, outcome = "ok", trace = `trace ${id}`, value }) => ({
    trace: {
      id: trace,
      origin: { example: { id, repeat: 0, ...(cluster === undefined ? {} : { cluster }) } },
      totalMs: 1,
      outcome: { kind: outcome },
      steps: [] as Trace["steps"],
    },
    scores: { polite: value === null ? { kind: "unscored" as const, reason: "in doubt" } : { kind: "score" as const, value } },
  }));
  const record = {
    format: "pawl.run-record/1" as const,
    id: "run",
    planHash: "plan",
    task: { name: "support", hash: "task" },
    variantId: null,
    split: "dev" as const,
    splitHash: "split",
    startedAt: 0,
    finishedAt: 1,
  };
  return { record, metrics: { polite: facts }, items };
}
