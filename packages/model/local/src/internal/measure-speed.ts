import { availableParallelism } from "node:os";
import type { CallOptions } from "@pawl/core";
import type { Token } from "node-llama-cpp";
import { llamaRuntime } from "./llama-runtime.ts";

/** How fast a file is read with and answers on this CPU, in tokens a second; of repeats the best, so that a neighbour on the machine weighs little. */
export type ModelSpeed = { readonly prompt: number; readonly answer: number };

const PROMPT = 256;
const ANSWER = 16;
const REPEATS = 4;

/** Loads a file as `localModel` would and times prompts of 256 tokens and answers of 16, about a second for 135M parameters. */
export async function measureSpeed(path: string, { abortSignal }: Pick<CallOptions, "abortSignal"> = {}): Promise<ModelSpeed> {
  const llama = await llamaRuntime();
  await using model = await llama.loadModel({ modelPath: path, gpuLayers: 0, useMmap: false });
  await using context = await model.createContext({
    contextSize: 2 * PROMPT,
    sequences: 1,
    batchSize: PROMPT,
    threads: Math.max(1, availableParallelism() - 1),
    flashAttention: false,
  });
  const sequence = context.getSequence();
  const word = model.tokenize(" The parcel was left with a neighbour on Tuesday morning.");
  const prompt = Array.from({ length: PROMPT }, (_, index): Token | undefined => word[index % word.length]).filter(
    (token) => token !== undefined,
  );
  const best = { prompt: 0, answer: 0 };
  // The first round is not counted: it pages the weights in.
  for (let round = 0; round <= REPEATS; round++) {
    abortSignal?.throwIfAborted();
    await sequence.clearHistory();
    const startedAt = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt);
    const readAt = performance.now();
    let answered = 0;
    for await (const _token of sequence.evaluate(prompt.slice(0, 1), { temperature: 0, yieldEogToken: true }))
      if (++answered === ANSWER) break;
    if (round === 0) continue;
    best.prompt = Math.max(best.prompt, (1000 * PROMPT) / (readAt - startedAt));
    best.answer = Math.max(best.answer, (1000 * answered) / (performance.now() - readAt));
  }
  await sequence.dispose();
  return best;
}

/** Returns how much sooner one is done than the other with a prompt of 300 tokens and an answer of 30: above 1 is faster. */
export function speedUp(original: ModelSpeed, other: ModelSpeed): number {
  const seconds = ({ prompt, answer }: ModelSpeed): number => 300 / prompt + 30 / answer;
  return seconds(original) / seconds(other);
}
