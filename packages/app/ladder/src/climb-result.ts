import type { Decision, Estimate, Ms, Sha256, Spend, TaskRef, VariantRecord, Verdict } from "@pawl/core";
import type { ClassMatrix } from "./class-matrix.ts";
import type { Forecast } from "./forecast.ts";
import type { Metric } from "./metric.ts";
import type { Detectable } from "./plan-climb.ts";

export type RungState = "plateau" | "improving" | "undecidable";

/** `start`: what the climb began with. `led`: was dev champion at some time. `set-aside`: the allowance did not pay for a race of it. */
export type Fate = "start" | "led" | "dropped" | "undecided" | "set-aside";

export type VariantRow = {
  readonly id: Sha256;
  readonly name: string;
  readonly rung: string;
  readonly model: string;
  /** Dev examples answered, missing ones included. */
  readonly n: number;
  readonly missing: number;
  readonly outcomes: { readonly [kind: string]: number };
  readonly score: Estimate | null;
  /** Mean of a case. */
  readonly cost: Required<Spend> | null;
  readonly p50Ms: Ms | null;
  readonly latenciesMs: readonly Ms[];
  /** Against the champion at the time of its race, by the anytime-valid sequence. */
  readonly verdict: Verdict | null;
  readonly fate: Fate;
  readonly why: string;
};

export type BaselineRow = {
  readonly name: string;
  readonly n: number;
  readonly score: Estimate | null;
  /** The dev champion against this baseline, on the examples that both answered. */
  readonly verdict: Verdict | null;
  /** The candidate against it on the rows of the confirmation. */
  readonly confirmation: Verdict | null;
};

export type Noise = {
  /** `deterministic`: greedy without demonstrations, nothing that could be shuffled. */
  readonly kind: "measured" | "deterministic" | "not-paid-for";
  readonly variant: Sha256 | null;
  readonly examples: number;
  readonly repeats: number;
  /** Standard deviation of one example's score over repeats. */
  readonly sd: number | null;
};

export type RungRow = {
  readonly kind: string;
  readonly searched: boolean;
  readonly state: RungState;
  readonly rounds: number;
  readonly proposals: number;
  readonly spent: Required<Spend>;
  /** Examples that would decide, where the rung is undecidable and they can be said. */
  readonly needed: number | null;
  readonly why: string;
};

export type Step = {
  readonly rung: string;
  readonly candidate: Sha256;
  readonly champion: Sha256;
  readonly candidateName: string;
  readonly championName: string;
  readonly verdict: Verdict;
};

export type Confirmation = {
  readonly candidate: Sha256;
  readonly planned: number;
  readonly verdict: Verdict;
  readonly candidateScore: Estimate | null;
  readonly startScore: Estimate | null;
  readonly spent: Required<Spend>;
  /** Number of this look at the sealed split. */
  readonly look: number;
};

/** What a fine-tuning rung would start from. */
export type TrainingGround = {
  readonly rows: number;
  /** Tokens of one row as the start's prompt renders it, answer included; null where no engine said. */
  readonly tokensPerRow: number | null;
};

/** Plain JSON. */
export type ClimbResult = {
  readonly format: "pawl.climb/1";
  readonly task: TaskRef;
  readonly dataset: {
    readonly name: string;
    readonly splits: { readonly [split: string]: { readonly hash: Sha256; readonly size: number } };
  };
  readonly metric: Metric;
  readonly level: number;
  readonly minimumUsefulEffect: number;
  readonly detectable: Detectable;
  readonly seed: number;
  /** The start, unless the sealed split confirmed another. */
  readonly champion: VariantRecord;
  readonly confirmed: boolean;
  /** What leads on dev, where it is not the start. */
  readonly candidate: VariantRecord | null;
  readonly variants: readonly VariantRow[];
  readonly baselines: readonly BaselineRow[];
  readonly noise: Noise;
  readonly rungs: readonly RungRow[];
  /** What leads on dev against the best of each lower rung, on the dev examples that both answered. */
  readonly steps: readonly Step[];
  readonly confirmation: Confirmation | null;
  readonly forecast: readonly Forecast[];
  readonly classes: ClassMatrix | null;
  readonly training: TrainingGround;
  readonly budget: Spend;
  readonly spent: Required<Spend>;
  readonly decisions: readonly Decision[];
};
