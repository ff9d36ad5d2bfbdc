import {
  addSpend,
  type Budget,
  type ChooseRequest,
  type Clock,
  costOf,
  type GenerateRequest,
  hashOf,
  isPawlError,
  type Json,
  type LanguageModel,
  type MicroDollars,
  type ModelCall,
  type Ms,
  type RunOptions,
  SPEND_FIELDS,
  type Spend,
  type Step,
  type Store,
  type Usage,
} from "@pawl/core";
import { reserveAll, type WorstCase, worstCaseOf } from "@pawl/policy";
import { isJson } from "./as-json.ts";
import { failureShape, StreamFailure } from "./call-failure.ts";
import type { TokenCounter } from "./token-counter.ts";

/** What the calls of one run share. */
export interface CallScope {
  readonly model: LanguageModel;
  readonly counter: TokenCounter;
  readonly options: RunOptions;
  readonly budgets: readonly Budget[];
  readonly cache: Store["cache"] | undefined;
  readonly clock: Clock;
  readonly steps: Step[];
}

/** One call to make: a generation, streamed or not, or a choice. */
export interface PlannedCall<R extends Answer> {
  /** The whole request, as it is hashed with the model. */
  readonly request: unknown;
  /** Whose worst case is reserved. */
  readonly priced: GenerateRequest | ChooseRequest;
  readonly step: (call: Omit<ModelCall<R>, "messages">, times: { readonly startedAt: Ms; readonly totalMs: Ms }) => Step;
  /** Yields text as it comes and returns the result. */
  readonly perform: (options: RunOptions) => AsyncGenerator<string, R>;
  readonly textOf: (result: R) => string;
  /** Whether what a cache held is a result of this kind. */
  readonly isResult: (value: unknown) => value is R;
}

export interface Answer {
  readonly usage: Usage | null;
}

/**
 * Makes a call: from the cache where the same request was answered before, else with the worst case reserved in every budget first and what was
 * used settled after. Yields text, returns the result, and adds one step whatever happens.
 */
export async function* callModel<R extends Answer & Json>(call: PlannedCall<R>, scope: CallScope): AsyncGenerator<string, R> {
  const { cache, clock, model, options, steps } = scope;
  stopIfOver(options, clock);
  const key = hashOf({ model: model.ref, request: call.request });
  const startedAt = clock.now();
  const record = (part: {
    readonly result: R | null;
    readonly cost: MicroDollars | null;
    readonly totalMs: Ms;
    readonly error?: unknown;
    readonly cached?: boolean;
  }): void => {
    const error = part.error === undefined ? null : failureShape(part.error, options);
    const made = { model: model.ref, key, result: part.result, error, cost: part.cost, cached: part.cached ?? false };
    steps.push(call.step(made, { startedAt, totalMs: part.totalMs }));
  };

  const hit = cache === undefined ? null : cached(await cache.get(key), call.isResult);
  if (hit !== null) {
    record({ ...hit, cached: true });
    const text = call.textOf(hit.result);
    if (text !== "") yield text;
    return hit.result;
  }

  const reported: Step[] = [];
  const account = await openAccount(call.priced, scope, reported);
  try {
    const result = yield* call.perform({ ...options, report: (step) => reported.push(step) });
    const totalMs = clock.now() - startedAt;
    const cost = costOf(result.usage, model.capabilities.price);
    record({ result, cost, totalMs });
    await account.settle(result.usage, totalMs);
    // What a filter withheld today it may let pass tomorrow. An answer that cannot be kept is asked for again some day; it is not lost now.
    if (!isFiltered(result)) await cache?.put(key, cacheEntry({ result, cost, totalMs }), { user: options.origin?.user }).catch(() => {});
    return result;
  } catch (error) {
    if (account.open()) {
      const usage = error instanceof StreamFailure ? error.usage : null;
      const totalMs = clock.now() - startedAt;
      record({ result: null, cost: costOf(usage, model.capabilities.price), totalMs, error });
      if (isUnbilled(error)) await account.release();
      else await account.settle(usage, totalMs);
    }
    throw error;
  } finally {
    steps.push(...reported);
    // The consumer of a stream left: what it used is not known.
    if (account.open()) await account.settle(null, clock.now() - startedAt);
  }
}

/** @throws the signal's own reason, or a TimeoutError where the deadline has passed. */
export function stopIfOver(options: RunOptions, clock: Clock): void {
  options.abortSignal?.throwIfAborted();
  if (options.deadlineAt !== undefined && clock.now() >= options.deadlineAt)
    throw new DOMException("The deadline has passed.", "TimeoutError");
}

interface Account {
  readonly open: () => boolean;
  /** Books what was used; the worst case where that is not known. */
  readonly settle: (usage: Usage | null, ms: Ms) => Promise<void>;
  readonly release: () => Promise<void>;
}

const MINUTE: Ms = 60_000;

async function openAccount(request: GenerateRequest | ChooseRequest, scope: CallScope, reported: readonly Step[]): Promise<Account> {
  const { budgets, clock, counter, model, options } = scope;
  const { price } = model.capabilities;
  const left = options.deadlineAt === undefined ? null : Math.max(0, options.deadlineAt - clock.now());
  const needed: WorstCase =
    budgets.length === 0 ? {} : { ...(await worstCaseOf({ ...model, countTokens: counter.text }, request)), ms: left };
  const reservation = await reserveAll(budgets, needed, { ttlMs: left !== null && left > 9 * MINUTE ? left + MINUTE : undefined });
  const most = bounded(needed);
  let open = true;
  return {
    open: () => open,
    settle: async (usage, ms) => {
      open = false;
      const used = usage === null ? most : { ...most, ...spendOf(usage, price) };
      const actual = reported.map(spendOfStep).reduce(addSpend, { ...used, calls: 1, ms });
      // What cannot be written expires and is then booked in full: the cap holds, and the answer is not lost.
      await reservation.settle(actual).catch(() => {});
    },
    release: async () => {
      open = false;
      await reservation.release().catch(() => {});
    },
  };
}

function bounded(worst: WorstCase): Spend {
  return Object.fromEntries(SPEND_FIELDS.flatMap((field) => (typeof worst[field] === "number" ? [[field, worst[field]]] : [])));
}

function spendOf(usage: Usage, price: LanguageModel["capabilities"]["price"]): Spend {
  const microDollars = costOf(usage, price);
  return { tokens: usage.inputTokens + usage.outputTokens, ...(microDollars === null ? {} : { microDollars }) };
}

/** What a wrapper did on the way is paid too: a failed attempt, a hedge. */
function spendOfStep(step: Step): Spend {
  if (step.kind !== "model" && step.kind !== "choice" && step.kind !== "embedding") return {};
  if (step.cached) return {};
  const usage = step.kind === "embedding" ? step.usage : (step.result?.usage ?? null);
  return { calls: 1, tokens: usage === null ? 0 : usage.inputTokens + usage.outputTokens, microDollars: step.cost ?? 0 };
}

function isUnbilled(error: unknown): boolean {
  const facts = error instanceof StreamFailure ? error.shape.facts : isPawlError(error) ? error.facts : {};
  return facts["billed"] === false;
}

interface Hit<R> {
  readonly result: R;
  readonly cost: MicroDollars | null;
  readonly totalMs: Ms;
}

/** Returns what a cache holds of an answer. */
export function cacheEntry({ result, cost, totalMs }: Hit<Json>): Json {
  return { result, cost, totalMs };
}

/** Whether a content filter withheld the answer: it is not kept. */
export function isFiltered(answer: Answer): boolean {
  return "finishReason" in answer && answer.finishReason === "content-filter";
}

/** An entry of another shape is none. */
function cached<R>(entry: Json | null, isResult: (value: unknown) => value is R): Hit<R> | null {
  if (!isJson(entry) || typeof entry !== "object" || entry === null) return null;
  const fields = new Map<string, unknown>(Object.entries(entry));
  const result = fields.get("result");
  const cost = fields.get("cost");
  const totalMs = fields.get("totalMs");
  if (!isResult(result) || typeof totalMs !== "number" || (typeof cost !== "number" && cost !== null)) return null;
  return { result, cost, totalMs };
}
