import type { LlamaContextSequence, Token } from "node-llama-cpp";
import type { LoadedModel } from "./loaded-model.ts";

/**
 * Brings a sequence to the end of a prompt but for its last tokens, which the caller evaluates for their logits. Keeps the prefix that is there
 * already and returns its length. Goes batch by batch, so that an abort is heard between two.
 */
export async function prefill(
  model: LoadedModel,
  sequence: LlamaContextSequence,
  options: { readonly tokens: readonly Token[]; readonly abortSignal?: AbortSignal | undefined },
): Promise<{ readonly cached: number; readonly rest: Token[] }> {
  // At least one token is evaluated, or there would be no logits.
  await sequence.adaptStateToTokens(options.tokens.slice(0, -1), false);
  const cached = sequence.nextTokenIndex;
  let at = cached;
  while (options.tokens.length - at > model.batchTokens) {
    options.abortSignal?.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(options.tokens.slice(at, at + model.batchTokens));
    at += model.batchTokens;
  }
  options.abortSignal?.throwIfAborted();
  return { cached, rest: options.tokens.slice(at) };
}
