import type { Choice } from "./choice.ts";
import type { PawlErrorShape } from "./error.ts";
import type { GenerateResult, Usage } from "./generate-result.ts";
import type { Json } from "./json.ts";
import type { ModelCall } from "./model-call.ts";
import type { SearchHit } from "./retriever.ts";
import type { MicroDollars, Ms } from "./scalars.ts";
import type { ModelRef } from "./variant.ts";

export type Step = { readonly startedAt: Ms; readonly totalMs: Ms } & (
  | ({ readonly kind: "model" } & ModelCall<GenerateResult>)
  | ({ readonly kind: "choice"; readonly candidates: readonly string[] } & ModelCall<Choice>)
  | {
      readonly kind: "retrieval";
      readonly purpose: "demonstrations" | "context";
      readonly retriever: string;
      readonly query: string;
      readonly hits: readonly SearchHit[];
    }
  | {
      readonly kind: "embedding";
      readonly model: ModelRef;
      readonly texts: number;
      readonly usage: Usage | null;
      readonly cost: MicroDollars | null;
      readonly cached: boolean;
    }
  | {
      readonly kind: "tool";
      readonly callId: string;
      readonly name: string;
      readonly argumentsText: string;
      readonly result: Json;
      readonly error: PawlErrorShape | null;
    }
);
