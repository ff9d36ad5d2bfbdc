import { hashOf, type Json, type ModelRef, type ScoreRequest, type Scorer } from "@pawl/core";
import { plainJson } from "../run/plain-json.ts";

/** What a scorer of autoevals (0.0.132) answers. */
export interface AutoevalsScore {
  readonly name: string;
  readonly score: number | null;
  readonly metadata?: { readonly [key: string]: unknown } | undefined;
  readonly error?: unknown;
}

export interface FromAutoevalsOptions<I, O, E, Name extends string> {
  readonly name: Name;
  /** Which version of the scorer and of what it is given; scores of another one are never mixed in. */
  readonly version: string;
  /** What the scorer is called with. @default `{ input, output, expected }`, without `expected` where the example has none */
  readonly args?: ((request: ScoreRequest<I, O, E>) => { readonly [argument: string]: unknown }) | undefined;
  /** @default share: autoevals scores in 0..1 */
  readonly scale?: "binary" | "share" | undefined;
  /** The model that it asks, where it asks one: its scores are then shown as a judge's, not calibrated until people were compared with. @default none */
  readonly judge?: ModelRef | undefined;
}

/**
 * Returns a scorer of autoevals, or any function of its shape, as one of ours. A score of null is *unscored*; so is one that carries an error,
 * whatever number stands beside it, and one that is no number. What the function throws is unscored by `evaluate`. Its metadata is the detail.
 */
export function fromAutoevals<I = unknown, O = unknown, E = unknown, const Name extends string = string>(
  scorer: (args: never) => AutoevalsScore | Promise<AutoevalsScore>,
  options: FromAutoevalsOptions<I, O, E, Name>,
): Scorer<I, O, E, Name> {
  const { judge, name, version, scale = "share" } = options;
  const args = options.args ?? plainArguments;
  return {
    name,
    hash: hashOf({ scorer: "pawl.autoevals/1", name, version, scale, ...(judge === undefined ? {} : { judge: { ...judge } }) }),
    direction: "higher",
    scale,
    ...(judge === undefined ? {} : { judge: { model: judge, calibration: null } }),
    score: async (request) => {
      const { error, metadata, score } = await scorer(argumentsFor(args(request)));
      if (error !== undefined && error !== null) return { kind: "unscored", reason: errorText(error) };
      if (typeof score !== "number" || Number.isNaN(score)) return { kind: "unscored", reason: "autoevals gave no score." };
      const detail = metadata === undefined ? undefined : jsonOf(metadata);
      const reason = typeof metadata?.["rationale"] === "string" ? metadata["rationale"] : undefined;
      return { kind: "score", value: score, ...(detail === undefined ? {} : { detail }), ...(reason === undefined ? {} : { reason }) };
    },
  };
}

/** Each scorer of autoevals has arguments of its own: who gives `args` answers for them. */
function argumentsFor(value: unknown): never {
  return value as never;
}

function plainArguments({ example, output }: ScoreRequest<unknown, unknown, unknown>): { readonly [argument: string]: unknown } {
  return { input: example.input, output, ...(example.expected === undefined ? {} : { expected: example.expected }) };
}

/** Metadata is for reading: what JSON cannot say is left out rather than losing the score. */
function jsonOf(metadata: unknown): Json | undefined {
  try {
    return plainJson(metadata) as Json;
  } catch {
    return undefined;
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === "string" ? error : JSON.stringify(error);
}
