import type { LlamaContextSequence, Token } from "node-llama-cpp";
import type { LoadedModel } from "./loaded-model.ts";

/**
 * How many tokens are evaluated together where logits are asked of a prompt. One alone goes through other kernels of llama.cpp, now and then with
 * logits that differ by .4; from two on they are bit for bit those of the whole prompt at once (decision 020), so that a kept prefix changes nothing.
 */
export const LEAST_EVALUATED = 2;

/**
 * Brings a sequence to the end of a prompt but for its last tokens, which the caller evaluates for their logits. Keeps the prefix that is there
 * already and returns its length. Goes batch by batch, of about one size (a short last one costs most a token), so that an abort is heard between two.
 */
export async function prefill(
  model: LoadedModel,
  sequence: LlamaContextSequence,
  options: { readonly tokens: readonly Token[]; readonly abortSignal?: AbortSignal | undefined },
): Promise<{ readonly cached: number; readonly rest: Token[] }> {
  await sequence.adaptStateToTokens(options.tokens.slice(0, -LEAST_EVALUATED), false);
  const cached = sequence.nextTokenIndex;
  let at = cached;
  while (options.tokens.length - at > model.batchTokens) {
    options.abortSignal?.throwIfAborted();
    const left = options.tokens.length - at;
    const even = Math.ceil(left / Math.ceil(left / model.batchTokens));
    const next = Math.min(at + even, options.tokens.length - LEAST_EVALUATED);
    await sequence.evaluateWithoutGeneratingNewTokens(options.tokens.slice(at, next));
    at = next;
  }
  options.abortSignal?.throwIfAborted();
  return { cached, rest: options.tokens.slice(at) };
}
