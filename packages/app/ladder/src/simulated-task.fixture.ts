import {
  type Dataset,
  defineTask,
  defineVariant,
  type Example,
  hashOf,
  type OutcomeKind,
  type Rung,
  type Runner,
  type Sampling,
  type Scorer,
  seededRandom,
  type Task,
  type Trace,
  type Variant,
  variantId,
} from "@pawl/core";
import * as z from "zod";

export type Input = { message: string };
export type Output = { intent: string; value: number };

export const simulatedTask: Task<"simulated", Input, Output> = defineTask({
  name: "simulated",
  input: z.object({ message: z.string() }),
  output: z.object({ intent: z.string(), value: z.number() }),
});

/** A variant of the simulated task: its instructions name its behaviour. */
export function simulatedVariant(name: string, sampling: Sampling = { temperature: 0 }): Variant {
  return defineVariant({ task: "simulated", model: { id: "simulated" }, instructions: name, sampling });
}

export function simulatedDataset(
  sizes: { readonly train?: number; readonly dev: number; readonly test: number },
  seed = 0,
): Dataset<Input, Output> {
  const rows = (split: string, count: number): readonly Example<Input, Output>[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `${split}-${seed}-${i}`,
      input: { message: `${split} message ${i}` },
      expected: { intent: i % 3 === 0 ? "refund" : "track", value: 1 },
    }));
  const all = { train: rows("train", sizes.train ?? 12), dev: rows("dev", sizes.dev), test: rows("test", sizes.test) };
  const split = (name: "train" | "dev" | "test"): { readonly hash: string; readonly size: number } => ({
    hash: hashOf({ name, ids: all[name].map(({ id }) => id) }),
    size: all[name].length,
  });
  return {
    name: "simulated",
    task: { name: simulatedTask.name, hash: simulatedTask.hash },
    splits: { train: split("train"), dev: split("dev"), test: split("test") },
    read: async function* (name) {
      yield* all[name];
    },
    unseal: async function* () {
      yield* all.test;
    },
  };
}

export function valueScorer(
  scale: "binary" | "share" | "real" = "share",
  direction: "higher" | "lower" = "higher",
): Scorer<Input, Output, Output, "value"> {
  return {
    name: "value",
    hash: hashOf({ scorer: "value", scale, direction }),
    direction,
    scale,
    score: ({ output }) => ({ kind: "score", value: output.value }),
  };
}

/** How a named variant behaves: the score of one example and what the case costs. `outcome` other than ok is an answer that is not there. */
export type Behaviour = {
  readonly score: (draw: () => number, exampleId: string) => number;
  readonly ms?: number | ((draw: () => number) => number);
  readonly tokens?: number;
  readonly outcome?: (draw: () => number) => OutcomeKind;
};

export interface World {
  readonly runner: (variant: Variant) => Runner<Input, Output>;
  /** Each run, in order. */
  readonly runs: { readonly name: string; readonly example: string; readonly repeat: number; readonly ms: number }[];
  /** Called before each run. */
  onRun: (() => void) | undefined;
}

/** Returns a world in which variants behave as told, the same for the same seed whatever was run before. Honours deadlines by its own clock. */
export function simulatedWorld(
  behaviours: { readonly [name: string]: Behaviour },
  options: { readonly seed?: number | string; readonly now?: () => number } = {},
): World {
  const { seed = 0, now = () => 0 } = options;
  const world: World = {
    runs: [],
    onRun: undefined,
    runner: (variant) => {
      const behaviour = behaviours[variant.instructions];
      if (behaviour === undefined) throw new Error(`No behaviour for "${variant.instructions}".`);
      const id = variantId(variant);
      return {
        task: { name: simulatedTask.name, hash: simulatedTask.hash },
        variantId: id,
        rendererHash: "simulated",
        run: async (_input, runOptions = {}) => {
          world.onRun?.();
          const example = runOptions.origin?.example ?? { id: "", repeat: 0 };
          const shuffle = runOptions.shuffleDemonstrations ? "/shuffled" : "";
          const random = seededRandom(`${seed}/${id}/${example.id}/${example.repeat}${shuffle}`);
          const wanted = typeof behaviour.ms === "function" ? behaviour.ms(random.next) : (behaviour.ms ?? 100);
          const allowed = (runOptions.deadlineAt ?? Number.POSITIVE_INFINITY) - now();
          const late = wanted > allowed;
          const ms = Math.min(wanted, allowed);
          const value = behaviour.score(random.next, example.id);
          const kind = runOptions.abortSignal?.aborted ? "aborted" : late ? "timeout" : (behaviour.outcome?.(random.next) ?? "ok");
          world.runs.push({ name: variant.instructions, example: example.id, repeat: example.repeat, ms });
          return trace({
            id,
            example: example.id,
            kind,
            value,
            ms,
            tokens: behaviour.tokens ?? 50,
            count: world.runs.length,
            input: _input,
          });
        },
      };
    },
  };
  return world;
}

function trace(of: {
  readonly id: string;
  readonly example: string;
  readonly kind: OutcomeKind;
  readonly value: number;
  readonly ms: number;
  readonly tokens: number;
  readonly count: number;
  readonly input: Input;
}): Trace<unknown, Output> {
  const outcome: Trace<unknown, Output>["outcome"] =
    of.kind === "ok"
      ? { kind: "ok", output: { intent: of.value > 0.5 ? "refund" : "track", value: of.value } }
      : of.kind === "timeout"
        ? { kind: "timeout", afterMs: of.ms }
        : of.kind === "aborted"
          ? { kind: "aborted" }
          : { kind: "error", error: { code: "service.away", message: "Away.", retryable: true, facts: {} } };
  return {
    format: "pawl.trace/1",
    id: `00000000-0000-7000-8000-${hashOf([of.id, of.example, of.count]).slice(0, 12)}`,
    task: { name: simulatedTask.name, hash: simulatedTask.hash },
    variantId: of.id,
    rendererHash: "simulated",
    origin: {},
    input: of.input,
    outcome,
    used: { demonstrations: [], context: [] },
    steps: [
      {
        kind: "model",
        startedAt: 0,
        totalMs: of.ms,
        model: { id: "simulated" },
        key: null,
        messages: [],
        result: {
          message: { role: "assistant", content: "" },
          finishReason: "stop",
          usage: { inputTokens: of.tokens - 10, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
          timings: { totalMs: of.ms, queuedMs: null, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
          servedBy: "simulated",
          logProbs: null,
        },
        error: null,
        cost: 3,
        cached: false,
      },
    ],
    startedAt: 0,
    totalMs: of.ms,
  };
}

/** A rung that proposes these named variants, one list a round. */
export function simulatedRung(kind: string, rounds: readonly (readonly string[])[]): Rung {
  return {
    kind,
    searched: true,
    propose: async ({ round, champion }) =>
      (rounds[round - 1] ?? []).map((name) => ({
        variant: simulatedVariant(name),
        name,
        parents: [champion.record.id],
        note: "Simulated.",
      })),
  };
}
