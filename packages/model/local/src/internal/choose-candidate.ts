import type { CallOptions, Choice, ChooseRequest, Clock, Ms } from "@pawl/core";
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from "node-llama-cpp";
import { roomAfter } from "./generate-text.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { LEAST_EVALUATED, prefill } from "./prefill.ts";
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
  let reach: Reach = { before: walk.rest };
  let node = trie;
  let evaluated = 0;
  const answer = (index: number): Scored => ({ index, logProbs: new Array<null>(walk.count).fill(null), evaluated });
  for (;;) {
    const way = onlyWay(node);
    const tokens = way.tokens.filter(walk.model.isToken);
    node = way.node;
    const [only] = node.below;
    if (node.below.length === 1 && only !== undefined) return answer(only);
    const input = [...(await withLast(walk, reach, tokens.length)), ...tokens];
    const [forks] = await logProbsAfter(walk, { input, from: input.length - 1, wanted: [waysFrom(node)] });
    let chosen = END;
    let most = Number.NEGATIVE_INFINITY;
    for (const [way, logProb] of forks ?? []) {
      if (logProb <= most) continue;
      chosen = way;
      most = logProb;
    }
    evaluated += tokens.length + 1;
    const next = node.children.get(chosen);
    if (next === undefined || !walk.model.isToken(chosen)) return answer(node.ends ?? only ?? 0);
    node = next;
    reach = { before: [chosen], last: input.at(-1) };
  }
}

async function all(walk: Walk, trie: TrieNode): Promise<Scored> {
  const logProbs = new Array<number | null>(walk.count).fill(null);
  let evaluated = 0;
  /** The tokens of `reach` are in `sum` already. */
  const visit = async (from: TrieNode, sum: number, reach: Reach): Promise<void> => {
    const way = onlyWay(from);
    const tokens = way.tokens.filter(walk.model.isToken);
    const { node } = way;
    const forks = node.children.size > 0;
    // The last token of a candidate that nothing follows need not be evaluated itself.
    const to = forks ? tokens : tokens.slice(0, -1);
    const before = await withLast(walk, reach, to.length);
    const input = [...before, ...to];
    const wanted = [...tokens.map((token) => [token]), ...(forks ? [waysFrom(node)] : [])];
    const answers = wanted.length === 0 ? [] : await logProbsAfter(walk, { input, from: before.length - 1, wanted });
    evaluated += input.length - before.length + 1;
    const here = tokens.reduce((total, token, index) => total + (answers[index]?.get(token) ?? Number.NEGATIVE_INFINITY), sum);
    const ways = answers[tokens.length];
    if (node.ends !== null) logProbs[node.ends] = here + (forks ? (ways?.get(END) ?? Number.NEGATIVE_INFINITY) : 0);
    const length = walk.sequence.nextTokenIndex;
    for (const [token, child] of node.children) {
      if (!walk.model.isToken(token)) continue;
      const reached = here + (ways?.get(token) ?? Number.NEGATIVE_INFINITY);
      if (child.children.size === 0 && child.ends !== null) logProbs[child.ends] = reached;
      else {
        await cutTo(walk, length);
        await visit(child, reached, { before: [token], last: input.at(-1) });
      }
    }
  };
  await visit(trie, 0, { before: walk.rest });
  let index = 0;
  for (const [other, logProb] of logProbs.entries()) {
    if (logProb !== null && logProb > (logProbs[index] ?? Number.NEGATIVE_INFINITY)) index = other;
  }
  return { index, logProbs, evaluated };
}

/** What is evaluated to reach a node of the trie; `last` stands before it in the context. */
type Reach = { readonly before: readonly Token[]; readonly last?: Token | undefined };

/** Takes the last token that was evaluated back where one would go alone, so that it goes with it, for the sake of equal logits. */
async function withLast(walk: Walk, { before, last }: Reach, following: number): Promise<readonly Token[]> {
  if (last === undefined || before.length + following >= LEAST_EVALUATED) return before;
  await cutTo(walk, walk.sequence.nextTokenIndex - 1);
  return [last, ...before];
}

async function cutTo(walk: Walk, length: number): Promise<void> {
  const end = walk.sequence.nextTokenIndex;
  if (end > length) await walk.sequence.eraseContextTokenRanges([{ start: length, end }]);
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
    // The highest logit is the greedily selected one: `includeMax` of node-llama-cpp 3.22 leaves it out, `includeTop` sorts the vocabulary (3 ms).
    const logits = { filter: { tokens, includeSelected: true } };
    return [token, { generateNext: { logits, totalLogitWeight: true, options: { temperature: 0 } } }];
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
