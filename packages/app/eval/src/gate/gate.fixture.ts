import type { Evaluation } from "../evaluation.ts";
import { datasetOf, numbers, right } from "../run/evaluate.fixture.ts";
import { evaluate } from "../run/evaluate.ts";
import { gateDefaults } from "./gate-defaults.ts";
import type { GateRun } from "./gate-run.ts";
import type { GateSettings } from "./gate-settings.ts";

/** A run over n examples in which those with the given numbers are wrong, or have no answer. */
export async function runOf(
  n: number,
  options: {
    readonly wrong?: (input: number) => boolean;
    readonly away?: (input: number) => boolean;
    readonly hash?: string;
    readonly scorer?: string;
    readonly repeats?: number;
  } = {},
): Promise<Evaluation<number, number, "right">> {
  const { wrong = () => false, away = () => false } = options;
  return evaluate({
    dataset: datasetOf(numbers(n), options.hash),
    run: (input: number): number => {
      if (away(input)) throw new Error("The endpoint is away.");
      return wrong(input) ? -1 : 2 * input;
    },
    scorers: [{ ...right, hash: options.scorer ?? "right-1" }],
    repeats: options.repeats,
    clock: { now: () => 0, sleep: async () => {} },
  });
}

/** The settings of a task that says nothing of itself. */
export const SETTINGS: GateSettings = gateDefaults(
  { stakes: "complementary", trigger: "reactive", adaptation: "static", audience: "internal" },
  { scorers: [right] },
);

/** A run without items, to be given some. */
export const EMPTY_RUN: GateRun = {
  task: { name: "t", hash: "h" },
  split: { name: "dev", hash: "h" },
  variantId: null,
  rendererHash: null,
  metrics: {},
  items: [],
  firstTokenP95Ms: null,
  firstTokenMs: [],
};
