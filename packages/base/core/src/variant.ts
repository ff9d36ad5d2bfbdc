import type { Json } from "./json.ts";
import type { Sha256 } from "./scalars.ts";
import type { TaskRef } from "./task.ts";

/** `sha256` is of the weights, where they are ours to know. Two files of one name are two variants. */
export type ModelRef = { readonly id: string; readonly sha256?: Sha256; readonly adapter?: { readonly sha256: Sha256 } };

export type RetrieverRef = {
  readonly name: string;
  readonly hash: Sha256;
  readonly count: number;
  /** Template over the input. */
  readonly query: string;
};

/** `dataset` is the hash of a train split; a hit of the retriever carries the example's id. A random draw is `fixed` with the ids drawn. */
export type Demonstrations =
  | { readonly kind: "none" }
  | { readonly kind: "inline"; readonly examples: readonly { readonly input: Json; readonly output: Json }[] }
  | { readonly kind: "fixed"; readonly dataset: Sha256; readonly ids: readonly string[] }
  | { readonly kind: "retrieved"; readonly dataset: Sha256; readonly retriever: RetrieverRef };

/** Fields of an engine's own wire, passed on untouched by its adapter: reasoning effort, top-k, cache marks, signatures. */
export type Extra = { readonly [field: string]: Json };

/** What is left out is left to the engine: reasoning models refuse a temperature. Without `maxTokens` a budget reserves the whole context. */
export type Sampling = {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly extra?: Extra;
};

export type Variant = {
  readonly format: "pawl.variant/1";
  /** Name of the task: equal data for two tasks is two variants, and a file says what it is for. */
  readonly task: string;
  readonly model: ModelRef;
  readonly instructions: string;
  /** How an input is written into the user's message, with `{{field}}`; without it the one text field as it is, or the input as JSON. */
  readonly inputTemplate?: string;
  readonly demonstrations: Demonstrations;
  /** Documents put into the prompt. */
  readonly context?: RetrieverRef;
  readonly sampling: Sampling;
  /** `choose`: rank the members of a closed output; `schema`: constrained generation; `free`: generate, then parse. */
  readonly decoding: "choose" | "schema" | "free";
  /** How often an invalid answer is asked again with its validation error. */
  readonly reasks: number;
  /** Tools the model may call, by name and hash of their definition; the code is given to the Runner. */
  readonly tools?: { readonly allowed: readonly { readonly name: string; readonly hash: Sha256 }[]; readonly maxSteps: number };
};

/** What is known *about* a variant; not hashed into it, so that renaming does not make another variant. */
export type VariantRecord = {
  readonly id: Sha256;
  readonly task: TaskRef;
  readonly name: string;
  readonly rung: string;
  readonly parents: readonly Sha256[];
  readonly variant: Variant;
};
