import type { CallOptions, Choice, ChooseRequest, Clock, Ms } from "@pawl/core";
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from "node-llama-cpp";
import { roomAfter } from "./generate-text.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { prefill } from "./prefill.ts";
import { onlyWay, type TrieNode, tokenTrie } from "./token-trie.ts";

export interface ChooseContext {
  readonly model: LoadedModel;
  readonly clock: Clock;
  readonly calledAt: Ms;
}

type Scored = { readonly logProbs: (number | null)[]; readonly index: number; readonly evaluated: number };

/**
 * Chooses among candidates by the model's own probabilities, through a trie of their tokens. `best` takes the likeliest way at each fork and asks
 * the model only there; `all` gives log P of every candidate. That a candidate ends counts where another one goes on from it, and nowhere else.
 */
export async function chooseCandidate(context: ChooseContext, request: ChooseRequest, options: CallOptions): Promise<Choice> {
  const { model, clock, calledAt } = context;
  const prompt = model.promptTokens(model.template.render(request.messages));
  const lists = request.candidates.map((candidate) => model.tokenize(candidate));
  roomAfter(model, [...prompt, ...lists.reduce<Token[]>((longest, list) => (list.length > longest.length ? list : longest), [])]);
  const trie = tokenTrie(lists);
  using lease = await model.pool.lease(prompt, options.abortSignal);
  const startedAt = clock.now();
  const { cached, rest } = await prefill(model, lease.sequence, { tokens: prompt, abortSignal: options.abortSignal });
  const walk = { model, sequence: lease.sequence, rest, abortSignal: options.abortSignal, count: request.candidates.length };
  const { logProbs, index, evaluated } = request.mode === "best" ? await best(walk, trie) : await all(walk, trie);
  for (const [other, text] of request.candidates.entries()) {
    const first = request.candidates.indexOf(text);
    if (first !== other) logProbs[other] = logProbs[first] ?? null;
  }
  return {
    index,
    logProbs,
    usage: { inputTokens: prompt.length, cachedInputTokens: cached, outputTokens: evaluated, reasoningTokens: 0 },
    timings: { totalMs: clock.now() - calledAt, queuedMs: startedAt - calledAt, timeToFirstTokenMs: null, timePerOutputTokenMs: null },
  };
}

type Walk = {
  readonly model: LoadedModel;
  readonly sequence: LlamaContextSequence;
  readonly rest: readonly Token[];
  readonly abortSignal: AbortSignal | undefined;
  readonly count: number;
};

async function best(walk: Walk, trie: TrieNode): Promise<Scored> {
  let input: readonly Token[] = walk.rest;
  let node = trie;
  let evaluated = 0;
  for (;;) {
    const way = onlyWay(node);
    const tokens = way.tokens.filter(walk.model.isToken);
    node = way.node;
    const [only] = node.below;
    if (node.below.length === 1 && only !== undefined) return { index: only, logProbs: new Array<null>(walk.count).fill(null), evaluated };
    const [forks] = await logProbsAfter(walk, {
      input: [...input, ...tokens],
      from: input.length + tokens.length - 1,
      wanted: [waysFrom(node)],
    });
    evaluated += tokens.length;
    let chosen: number | null = null;
    let most = Number.NEGATIVE_INFINITY;
    for (const [way, logProb] of forks ?? []) {
      if (logProb <= most) continue;
      chosen = way;
      most = logProb;
    }
    if (chosen === null || chosen === END)
      return { index: node.ends ?? node.below[0] ?? 0, logProbs: new Array<null>(walk.count).fill(null), evaluated };
    node = node.children.get(chosen) ?? node;
    input = [chosen].filter(walk.model.isToken);
    evaluated++;
  }
}

async function all(walk: Walk, trie: TrieNode): Promise<Scored> {
  const logProbs = new Array<number | null>(walk.count).fill(null);
  let evaluated = 0;
  const base = walk.sequence.nextTokenIndex + walk.rest.length;
  /** `before`: what is to be evaluated to reach `node`, whose first `known` tokens count already; `at`: the length of the context then. */
  const visit = async (node: TrieNode, sum: number, before: readonly Token[]): Promise<void> => {
    const way = onlyWay(node);
    const tokens = way.tokens.filter(walk.model.isToken);
    const end = way.node;
    const fork = end.children.size > 0;
    // The last token of a candidate that nothing follows need not be evaluated itself.
    const input = fork ? [...before, ...tokens] : [...before, ...tokens.slice(0, -1)];
    const wanted = [...tokens.map((token) => [token]), ...(fork ? [waysFrom(end)] : [])];
    const answers = wanted.length === 0 ? [] : await logProbsAfter(walk, { input, from: before.length - 1, wanted });
    evaluated += input.length;
    const here = tokens.reduce((total, token, index) => total + (answers[index]?.get(token) ?? Number.NEGATIVE_INFINITY), sum);
    const ways = answers[tokens.length];
    if (end.ends !== null) logProbs[end.ends] = here + (fork ? (ways?.get(END) ?? Number.NEGATIVE_INFINITY) : 0);
    const length = walk.sequence.nextTokenIndex;
    for (const [token, child] of end.children) {
      if (!walk.model.isToken(token)) continue;
      const sum = here + (ways?.get(token) ?? Number.NEGATIVE_INFINITY);
      if (child.children.size === 0 && child.ends !== null) {
        logProbs[child.ends] = sum;
        continue;
      }
      if (walk.sequence.nextTokenIndex > length) {
        await walk.sequence.eraseContextTokenRanges([{ start: length, end: walk.sequence.nextTokenIndex }]);
      }
      await visit(child, sum, [token]);
    }
  };
  await visit(trie, 0, walk.rest);
  if (walk.sequence.nextTokenIndex > base)
    await walk.sequence.eraseContextTokenRanges([{ start: base, end: walk.sequence.nextTokenIndex }]);
  let index = 0;
  for (const [other, logProb] of logProbs.entries()) {
    if (logProb !== null && logProb > (logProbs[index] ?? Number.NEGATIVE_INFINITY)) index = other;
  }
  return { index, logProbs, evaluated: evaluated - walk.rest.length };
}

/** Stands for the end of the answer among the ways from a node. */
const END = -1;

function waysFrom(node: TrieNode): readonly number[] {
  return node.ends === null ? [...node.children.keys()] : [END, ...node.children.keys()];
}

/** Evaluates the input and returns, for the tokens from index `from` on, the log-probabilities of what is wanted after each. */
async function logProbsAfter(
  walk: Walk,
  { input, from, wanted }: { readonly input: readonly Token[]; readonly from: number; readonly wanted: readonly (readonly number[])[] },
): Promise<readonly ReadonlyMap<number, number>[]> {
  walk.abortSignal?.throwIfAborted();
  const items = input.map((token, index): ControlledEvaluateInputItem => {
    const ways = wanted[index - from];
    if (index < from || ways === undefined) return token;
    const tokens = ways.flatMap((way): readonly number[] => (way === END ? walk.model.endTokens : [way])).filter(walk.model.isToken);
    return [token, { generateNext: { logits: { filter: { tokens, includeMax: true } }, totalLogitWeight: true } }];
  });
  const answers = await walk.sequence.controlledEvaluate(items, { contextShift: { size: 1 } });
  return wanted.map((ways, index) => {
    const next = answers[from + index]?.next;
    const logits = next?.logits ?? new Map<Token, number>();
    let most = Number.NEGATIVE_INFINITY;
    for (const logit of logits.values()) most = Math.max(most, logit);
    const logTotal = most + Math.log(next?.totalLogitWeight ?? 1);
    const of = (token: number): number =>
      walk.model.isToken(token) ? (logits.get(token) ?? Number.NEGATIVE_INFINITY) - logTotal : Number.NEGATIVE_INFINITY;
    return new Map(
      ways.map((way) => [way, way === END ? Math.log(walk.model.endTokens.reduce((sum, token) => sum + Math.exp(of(token)), 0)) : of(way)]),
    );
  });
}
