import type { CallOptions } from "./call-options.ts";
import type { Choice, ChooseRequest } from "./choice.ts";
import type { GenerateRequest } from "./generate-request.ts";
import type { GenerateResult } from "./generate-result.ts";
import type { MicroDollars } from "./scalars.ts";
import type { StreamEvent } from "./stream-event.ts";
import type { ModelRef } from "./variant.ts";

export interface ModelCapabilities {
  readonly family: string;
  readonly contextTokens: number | null;
  readonly jsonSchema: "enforced" | "requested" | "none";
  /** Which keywords of a schema it holds to: those of our own grammar, or of OpenAI's strict mode. Left out: it takes a schema as it stands. */
  readonly schemaDialect?: "pawl-gbnf" | "openai-strict" | undefined;
  readonly tools: boolean;
  readonly logProbs: boolean;
  /** Media types of file parts, `image/*` allowed. */
  readonly files: readonly string[];
  readonly price: {
    readonly inputPerMillion: MicroDollars;
    readonly cachedInputPerMillion: MicroDollars;
    readonly outputPerMillion: MicroDollars;
  } | null;
}

/**
 * `generate` and `choose` throw branded errors, on abort the signal's own reason. Never retries: `policy` does.
 * An error whose `facts.billed` is false used nothing up; after any other the worst case is settled.
 */
export interface LanguageModel {
  /** What a variant's `model` is compared with, hash and adapter included. */
  readonly ref: ModelRef;
  readonly capabilities: ModelCapabilities;
  /** Never too few: where the tokenizer is not ours, an upper estimate. */
  readonly countTokens: (text: string) => number | Promise<number>;
  readonly generate: (request: GenerateRequest, options?: CallOptions) => Promise<GenerateResult>;
  readonly stream: (request: GenerateRequest, options?: CallOptions) => AsyncIterable<StreamEvent>;
  readonly choose?: ((request: ChooseRequest, options?: CallOptions) => Promise<Choice>) | undefined;
  readonly [Symbol.asyncDispose]?: (() => Promise<void>) | undefined;
}

/** Finds a model for a reference, loading it on first use; for configurations that name many models and run few. */
export type ModelResolver = (ref: ModelRef, options?: CallOptions) => Promise<LanguageModel>;
