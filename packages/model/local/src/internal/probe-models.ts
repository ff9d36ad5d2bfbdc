import { availableParallelism } from "node:os";
import type { ControlledEvaluateInputItem, Token } from "node-llama-cpp";
import { llamaRuntime } from "./llama-runtime.ts";

/** How far two encodings of a model agree on the next token, over the positions of a text. Logits are natural units. */
export type ProbeResult = {
  readonly positions: number;
  readonly topAgreement: number;
  readonly maxLogitDifference: number;
  readonly meanLogitDifference: number;
};

/** A text of several kinds: prose, a list, JSON, numbers. Written for this. */
const PROBE_TEXT = `The parcel was left with a neighbour on Tuesday morning, but nobody had told the people who were waiting for it. They rang twice,
wrote once, and in the end walked down the street and asked at every door. "You should have called us first," said the woman at number 14.

Steps: 1. Open the box. 2. Check that nothing is missing. 3. Keep the receipt for 30 days.
{"intent": "refund", "amount": "12.50", "reason": "the lamp arrived broken", "wanted": "money back"}
for (let i = 0; i < 10; i++) total += prices[i] * 1.19;
Water boils at 100 degrees, freezes at 0, and covers about 71 percent of the surface of the Earth.`;

const COMPARED = 256;

/** Loads both files one after the other and compares the 256 likeliest logits of the first at each position of a fixed text. */
export async function probeModels(
  original: string,
  other: string,
  options: { readonly abortSignal?: AbortSignal | undefined },
): Promise<ProbeResult> {
  const first = await logitsOf(original, null, options);
  const second = await logitsOf(
    other,
    first.map((logits) => [...logits.keys()]),
    options,
  );
  let agree = 0;
  let most = 0;
  let sum = 0;
  let compared = 0;
  for (const [position, logits] of first.entries()) {
    const others = second[position] ?? new Map<Token, number>();
    if (likeliest(logits) === likeliest(others)) agree++;
    for (const [token, logit] of logits) {
      const difference = Math.abs(logit - (others.get(token) ?? 0));
      most = Math.max(most, difference);
      sum += difference;
      compared++;
    }
  }
  return {
    positions: first.length,
    topAgreement: agree / Math.max(1, first.length),
    maxLogitDifference: most,
    meanLogitDifference: sum / Math.max(1, compared),
  };
}

/** The likeliest logits at each position, or those of the tokens asked for and the highest. */
async function logitsOf(
  path: string,
  asked: readonly (readonly Token[])[] | null,
  options: { readonly abortSignal?: AbortSignal | undefined },
): Promise<readonly ReadonlyMap<Token, number>[]> {
  const llama = await llamaRuntime();
  await using model = await llama.loadModel({ modelPath: path, gpuLayers: 0, useMmap: false });
  await using context = await model.createContext({
    contextSize: 512,
    sequences: 1,
    batchSize: 64,
    threads: Math.max(1, availableParallelism() - 1),
    flashAttention: false,
  });
  const sequence = context.getSequence();
  const out: ReadonlyMap<Token, number>[] = [];
  const tokens = model.tokenize(PROBE_TEXT);
  for (let at = 0; at < tokens.length; at += 64) {
    options.abortSignal?.throwIfAborted();
    const input = tokens.slice(at, at + 64).map((token, index): ControlledEvaluateInputItem => {
      const filter = asked === null ? { tokens: [], includeTop: COMPARED } : { tokens: asked[at + index] ?? [], includeTop: 1 };
      return [token, { generateNext: { logits: { filter } } }];
    });
    for (const answer of await sequence.controlledEvaluate(input)) out.push(answer?.next.logits ?? new Map<Token, number>());
  }
  await sequence.dispose();
  return out;
}

function likeliest(logits: ReadonlyMap<Token, number>): Token | null {
  let best: Token | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [token, logit] of logits) {
    if (logit <= most) continue;
    best = token;
    most = logit;
  }
  return best;
}
