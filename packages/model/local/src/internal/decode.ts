import { type RandomSource, seededRandom } from "@pawl/core";
import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from "node-llama-cpp";
import type { AllowedTokens } from "./allowed-tokens.ts";
import type { LoadedModel } from "./loaded-model.ts";
import { LEAST_EVALUATED } from "./prefill.ts";
import type { GrammarState, TextGrammar } from "./text-grammar.ts";

/** A token of the answer. A forced one was appended without asking the model, and has no log-probability. */
export type Decoded = { readonly token: Token; readonly logProb: number | null; readonly top: readonly (readonly [Token, number])[] };

export interface DecodeOptions {
  /** What is not evaluated yet of the prompt; at least one token. */
  readonly rest: readonly Token[];
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
  /** How many alternatives to tell with each token; null for none and no log-probability. */
  readonly topLogProbs: number | null;
}

type Logits = { readonly values: ReadonlyMap<Token, number>; readonly logTotal: number };

/** Decodes until the model ends its answer. Greedy at temperature 0. Without log-probabilities this is the library's own loop. */
export async function* decodeFree(model: LoadedModel, sequence: LlamaContextSequence, options: DecodeOptions): AsyncGenerator<Decoded> {
  const { temperature, topP, seed } = options;
  if (options.topLogProbs === null) {
    for await (const token of sequence.evaluate([...options.rest], { temperature, topP, seed, topK: 0, minP: 0, contextShift: NO_SHIFT })) {
      yield { token, logProb: null, top: [] };
    }
    return;
  }
  const random = seededRandom(seed);
  for (let input: readonly Token[] = options.rest; ; ) {
    const logits = await logitsAfter(sequence, input, { top: temperature > 0 ? 0 : Math.max(1, options.topLogProbs) });
    const token = pick([...logits.values], { temperature, topP, random });
    if (token === null || model.isEnd(token)) return;
    yield told(token, logits, options.topLogProbs);
    input = [token];
  }
}

/** Misses after which an answer's tokens are no longer asked for one at a time. */
const MOST_MISSED = 2;
const LIKELIEST = 64;
const LIKELIEST_SAMPLED = 256;

/**
 * Decodes within a grammar. Greedy takes the likeliest token that is allowed, exactly; above temperature 0 the draw is among all allowed tokens
 * where they are at most 256, else among the allowed ones of the 256 likeliest. What the grammar forces is appended in one batch.
 */
export async function* decodeConstrained(
  model: LoadedModel,
  sequence: LlamaContextSequence,
  options: DecodeOptions & { readonly grammar: TextGrammar; readonly allowed: AllowedTokens; readonly force: boolean },
): AsyncGenerator<Decoded> {
  const { grammar, allowed, temperature, topP } = options;
  const random = seededRandom(options.seed);
  let state: GrammarState = grammar.start;
  let text: Token[] = [];
  let input: readonly Token[] = options.rest;
  let missed = temperature > 0 || options.topLogProbs !== null ? MOST_MISSED : 0;
  for (;;) {
    const forced = options.force ? forcedTokens(model, { grammar, allowed, state, text }) : [];
    for (const token of forced) {
      state = grammar.accept(state, model.vocabulary.bytes(token)) ?? state;
      yield { token, logProb: null, top: [] };
    }
    text = [...text, ...forced];
    if (grammar.mustEnd(state)) return;
    input = [...input, ...forced];
    const allows = (token: Token): boolean =>
      model.isEnd(token)
        ? grammar.canEnd(state)
        : !model.vocabulary.isControl(token) && grammar.accept(state, model.vocabulary.bytes(token)) !== null;
    if (missed < MOST_MISSED) {
      // Where the likeliest of all is allowed it is the likeliest allowed, and the vocabulary need not be sorted (3 ms a token).
      const token = await likeliestAfter(sequence, input);
      if (token !== null && allows(token)) {
        if (model.isEnd(token)) return;
        state = grammar.accept(state, model.vocabulary.bytes(token)) ?? state;
        text.push(token);
        yield { token, logProb: null, top: [] };
        if (grammar.mustEnd(state)) return;
        input = [token];
        continue;
      }
      missed++;
      input = await takenBack(sequence, Math.min(input.length, LEAST_EVALUATED));
    }
    const listed = allowed.list(state);
    const wanted = listed === null ? null : listed.filter(model.isToken);
    let logits = await logitsAfter(sequence, input, {
      top: Math.max(options.topLogProbs ?? 1, temperature > 0 ? LIKELIEST_SAMPLED : LIKELIEST),
      tokens: wanted ?? [],
    });
    const fits = ([token]: readonly [Token, number]): boolean => allows(token);
    let able = [...logits.values].filter(fits);
    if (able.length === 0) {
      // None of the likeliest is allowed: the last token is taken back and all are looked at.
      logits = await logitsAfter(sequence, await takenBack(sequence, Math.min(input.length, LEAST_EVALUATED)), { top: 0 });
      able = [...logits.values].filter(fits);
    }
    const token = pick(able, { temperature, topP, random });
    if (token === null || model.isEnd(token)) return;
    state = grammar.accept(state, model.vocabulary.bytes(token)) ?? state;
    text.push(token);
    yield told(token, logits, options.topLogProbs);
    if (grammar.mustEnd(state)) return;
    input = [token];
  }
}

/**
 * The tokens of what the grammar forces, written as the tokenizer writes it after the text so far. The last ones are held back while the
 * vocabulary has a longer token that is allowed: the model then chooses, as it would have without forcing (decision 022).
 */
function forcedTokens(
  model: LoadedModel,
  at: { readonly grammar: TextGrammar; readonly allowed: AllowedTokens; readonly state: GrammarState; readonly text: readonly Token[] },
): Token[] {
  const forced = at.grammar.forced(at.state);
  if (forced === "") return [];
  const bytes = Buffer.concat(at.text.map((token) => model.vocabulary.bytes(token)));
  const whole = model.tokenize(bytes.toString() + forced);
  const tokens = at.text.every((token, index) => whole[index] === token) ? whole.slice(at.text.length) : model.tokenize(forced);
  const states = [at.state];
  for (const token of tokens) {
    const next = at.grammar.accept(states.at(-1) ?? at.state, model.vocabulary.bytes(token));
    if (next === null) return [];
    states.push(next);
  }
  let keep = tokens.length;
  for (; keep > 0; keep--) {
    const state = states[keep - 1];
    const token = tokens[keep - 1];
    if (state === undefined || token === undefined || at.grammar.mustEnd(states[keep] ?? state) || !at.allowed.goesOn(state, token)) break;
  }
  return tokens.slice(0, keep);
}

const NO_SHIFT = { size: 1 };

/** Returns the token of the highest logit. */
async function likeliestAfter(sequence: LlamaContextSequence, input: readonly Token[]): Promise<Token | null> {
  const last = input.at(-1);
  if (last === undefined) throw new RangeError("Nothing to evaluate.");
  const items: ControlledEvaluateInputItem[] = [
    ...input.slice(0, -1),
    [last, { generateNext: { token: true, options: { temperature: 0 } } }],
  ];
  return (await sequence.controlledEvaluate(items, { contextShift: NO_SHIFT }))[items.length - 1]?.next.token ?? null;
}

/** Takes the last tokens out of the context and returns them, to be evaluated once more: as many together as before, or at least two (decision 020). */
async function takenBack(sequence: LlamaContextSequence, count: number): Promise<Token[]> {
  const tokens = sequence.contextTokens.slice(-count);
  const end = sequence.nextTokenIndex;
  await sequence.eraseContextTokenRanges([{ start: end - count, end }]);
  return tokens;
}

async function logitsAfter(
  sequence: LlamaContextSequence,
  input: readonly Token[],
  wanted: { readonly top: number; readonly tokens?: readonly Token[] },
): Promise<Logits> {
  const last = input.at(-1);
  if (last === undefined) throw new RangeError("Nothing to evaluate.");
  const logits = wanted.top === 0 ? true : { filter: { tokens: wanted.tokens ?? [], includeTop: wanted.top } };
  const items: ControlledEvaluateInputItem[] = [...input.slice(0, -1), [last, { generateNext: { logits, totalLogitWeight: true } }]];
  const next = (await sequence.controlledEvaluate(items, { contextShift: NO_SHIFT }))[items.length - 1]?.next;
  const values = new Map([...(next?.logits ?? [])].sort((a, b) => b[1] - a[1]));
  const most = values.values().next().value ?? 0;
  return { values, logTotal: most + Math.log(next?.totalLogitWeight ?? 1) };
}

function told(token: Token, logits: Logits, count: number | null): Decoded {
  if (count === null) return { token, logProb: null, top: [] };
  const top = [...logits.values].slice(0, count).map(([other, logit]): readonly [Token, number] => [other, logit - logits.logTotal]);
  return { token, logProb: (logits.values.get(token) ?? Number.NEGATIVE_INFINITY) - logits.logTotal, top };
}

/** Takes the first at temperature 0, else draws; `able` is ordered by logit, highest first. */
function pick(
  able: readonly (readonly [Token, number])[],
  { temperature, topP, random }: { readonly temperature: number; readonly topP: number; readonly random: RandomSource },
): Token | null {
  const [first] = able;
  if (first === undefined) return null;
  if (temperature <= 0) return first[0];
  const weights = able.map(([, logit]) => Math.exp((logit - first[1]) / temperature));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  let count = 0;
  while (count < weights.length && (count === 0 || kept < topP * all)) kept += weights[count++] ?? 0;
  let draw = random.next() * kept;
  for (let index = 0; index < count; index++) {
    draw -= weights[index] ?? 0;
    if (draw < 0) return able[index]?.[0] ?? null;
  }
  return able[count - 1]?.[0] ?? null;
}
