import type { Budget, CallOptions, Clock, LanguageModel, Renderer, Retriever, Step, Store, Task, Tool, Variant } from "@pawl/core";
import type { DemonstrationSource } from "./demonstration-source.ts";
import type { OutputForm } from "./output-form.ts";
import type { TokenCounter } from "./token-counter.ts";

/** What a Runner knows once it is made: a variant with everything it names found. */
export interface RunPlan<I, O> {
  readonly task: Task<string, unknown, O>;
  readonly variant: Variant;
  readonly form: OutputForm;
  readonly renderer: Renderer<I>;
  readonly model: (options: CallOptions) => Promise<LanguageModel>;
  readonly counterOf: (model: LanguageModel) => TokenCounter;
  readonly demonstrations: DemonstrationSource;
  readonly context: { readonly retriever: Retriever; readonly queryOf: (input: unknown) => string } | null;
  readonly retrievers: readonly Retriever[];
  readonly tools: readonly Tool[];
  readonly budgets: readonly Budget[];
  readonly cache: Store["cache"] | undefined;
  readonly clock: Clock;
}

/** What one run fills: its steps, and what stood in its prompt. */
export interface RunNotes {
  readonly steps: Step[];
  used: { readonly demonstrations: readonly string[]; readonly context: readonly string[] };
}
