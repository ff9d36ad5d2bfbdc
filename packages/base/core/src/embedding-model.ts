import type { CallOptions } from "./call-options.ts";
import type { ModelRef } from "./variant.ts";

/** One vector for each text, in order, L2-normalised. */
export interface EmbeddingModel {
  readonly ref: ModelRef;
  readonly dimensions: number;
  readonly embedMany: (
    texts: readonly string[],
    options?: CallOptions & { readonly purpose?: "query" | "document" | undefined },
  ) => Promise<Float32Array[]>;
}
